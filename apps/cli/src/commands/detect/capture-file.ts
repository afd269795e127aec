import { open } from 'node:fs/promises';
import { decompressed, type ReplaySummary, streamFile } from '@breakwater/sources';

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

/** Bytes of standard input, decompressed, and whether they are a capture. */
export async function openStandardInput(): Promise<{
  readonly isCapture: boolean;
  readonly bytes: AsyncIterable<Uint8Array>;
}> {
  const stream = decompressed(process.stdin);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < sectionHeader.length) {
    const next = await stream.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* stream;
  }
  return { isCapture: sectionHeader.equals(Buffer.concat(first).subarray(0, 4)), bytes: bytes() };
}

/** What of a capture was not seen, or was seen without its state; empty: nothing is missing. */
export function lossesOf({ problem, dropped, unknownEvents }: ReplaySummary): readonly string[] {
  return [
    ...(problem === undefined ? [] : [problem.message]),
    ...(dropped === 0
      ? []
      : [`the state had no room for ${dropped} threads, descriptors, containers or users`]),
    ...(unknownEvents === 0 ? [] : [`${unknownEvents} events of unknown types`]),
  ];
}
