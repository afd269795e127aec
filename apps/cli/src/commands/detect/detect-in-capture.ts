import { open } from 'node:fs/promises';
import { capturedSyscalls, replayCapture, sources, streamFile } from '@breakwater/sources';
import type { Run } from './detect.ts';

/** Every source, with system calls read from captures. */
export const withCaptures: readonly (typeof capturedSyscalls | (typeof sources)[number])[] = [
  ...sources.filter(({ name }) => name !== capturedSyscalls.name),
  capturedSyscalls,
];

const sectionHeader = Buffer.from([0x0a, 0x0d, 0x0d, 0x0a]);

/** Whether a file is a capture (`.scap`), told by its first bytes; false for what cannot be read. */
export async function isCapture(path: string): Promise<boolean> {
  try {
    const handle = await open(path);
    const isFile = (await handle.stat()).isFile();
    await handle.close();
    if (!isFile) return false;
    for await (const chunk of streamFile(path)) return sectionHeader.equals(chunk.subarray(0, 4));
    return false;
  } catch {
    // What is wrong with the file is told when it is read as records.
    return false;
  }
}

/** Replays a capture; lines are written while the next piece is read. */
export async function detectInCapture(path: string, { engine, summary, output, lineOf }: Run): Promise<void> {
  const lines: string[] = [];
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const chunk of streamFile(path)) {
      if (output.isClosed) return;
      yield chunk;
      if (lines.length > 0) await output.write(lines.splice(0).join(''));
    }
  }
  summary.files += 1;
  const { events, problem, dropped } = await replayCapture(pieces(), (event, hostname) => {
    for (const fired of engine.evaluate(event)) lines.push(lineOf(fired, event, hostname));
  });
  if (lines.length > 0) await output.write(lines.join(''));
  summary.events += events;
  if (problem !== undefined) summary.partial.push({ file: path, error: problem.message });
  if (dropped > 0) {
    const error = `the state had no room for ${dropped} threads or descriptors`;
    summary.partial.push({ file: path, error });
  }
}
