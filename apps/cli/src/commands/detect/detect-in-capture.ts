import type { Task } from '@breakwater/capture';
import { capturedSyscalls, replayCapture, sources } from '@breakwater/sources';
import { lossesOf } from './capture-file.ts';
import type { Run } from './detect.ts';

/** Every source, with system calls read from captures. */
export const withCaptures: readonly (typeof capturedSyscalls | (typeof sources)[number])[] = [
  ...sources.filter(({ name }) => name !== capturedSyscalls.name),
  capturedSyscalls,
];

/** Replays a capture, whose processes may be those of `tasks`; lines are written while the next piece is read. */
export async function detectInCapture(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  run: Run,
  tasks: readonly Task[],
): Promise<void> {
  const { ruleset, engine, summary, output, lineOf } = run;
  const lines: string[] = [];
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      if (output.isClosed) return;
      yield chunk;
      if (lines.length > 0) await output.write(lines.splice(0).join(''));
    }
  }
  summary.files += 1;
  const evaluate: Parameters<typeof replayCapture>[1] = (event, hostname) => {
    for (const fired of engine.evaluate(event)) lines.push(lineOf(fired, event, hostname));
  };
  const replayed = await replayCapture(pieces(), evaluate, {
    tasks,
    asksFor: (type) => ruleset.asksFor(capturedSyscalls.name, type),
  });
  if (lines.length > 0) await output.write(lines.join(''));
  summary.events += replayed.events;
  // Unknown types of event and a full state are told; only what was not read at all makes the exit code 2.
  if (replayed.problem !== undefined) summary.isCut = true;
  for (const error of lossesOf(replayed)) summary.partial.push({ file: path, error });
}
