import type { Event } from '@breakwater/model';
import {
  findSource,
  type InputFile,
  readInput,
  readStream,
  replayCapture,
  streamFile,
} from '@breakwater/sources';
import { CommandError } from '../../exit-code.ts';
import { lossesOf } from '../detect/capture-file.ts';
import { plainReason } from './rule-files.ts';

/**
 * Receives the events of an input in order, with their file and their number from 1; false: no more are wanted. It may be
 * one object for all events, so nothing of it may be kept.
 */
export type Receive = (event: Event, file: string, number: number) => boolean;

const maxRejected = 5;

/**
 * Hands over the events of a capture; they are numbered as it was recorded. Returns what of it is missing.
 * @throws CommandError when nothing can be read
 */
export async function feedCapture(path: string, receive: Receive): Promise<readonly string[]> {
  let isDone = false;
  const warnings: string[] = [];
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const chunk of streamFile(path, (warning) => warnings.push(warning))) {
      if (isDone) return;
      yield chunk;
    }
  }
  const summary = await replayCapture(pieces(), (event) => {
    if (!isDone) isDone = !receive(event, path, event.number);
  });
  if (isDone) return [];
  if (summary.sections === 0)
    throw new CommandError(`cannot read ${path}: ${summary.problem?.message ?? 'it is empty'}`);
  return [...lossesOf(summary), ...warnings];
}

/**
 * Hands over the records of a file, a directory or standard input (`-`). Returns what of it is missing.
 * @throws CommandError when a file cannot be read
 */
export async function feedRecords(
  input: string,
  sourceName: string,
  receive: Receive,
): Promise<readonly string[]> {
  const source = findSource(sourceName);
  if (source === undefined) throw new CommandError(`there is no reader for the source "${sourceName}"`);
  const losses: string[] = [];
  let number = 0;
  for await (const file of filesOf(input)) {
    if ('error' in file) throw new CommandError(`cannot read ${file.name}: ${file.error}`);
    if (file.problem !== undefined) losses.push(`${file.name}: ${file.problem}`);
    const { events, rejected } = source.parse(file.content, { firstNumber: number + 1 });
    for (const { index, error, isCut } of rejected.slice(0, maxRejected))
      losses.push(`${file.name}: ${isCut === true ? '' : `record ${index + 1} is no event: `}${error}`);
    if (rejected.length > maxRejected)
      losses.push(`${file.name}: ${rejected.length - maxRejected} more record(s)`);
    for (const event of events) {
      number += 1;
      if (!receive(event, file.name, number)) return losses;
    }
  }
  return losses;
}

async function* filesOf(input: string): AsyncGenerator<InputFile> {
  try {
    if (input === '-') yield await readStream(process.stdin, 'standard input');
    else yield* readInput(input);
  } catch (error) {
    throw new CommandError(`cannot read ${input}: ${plainReason(error)}`);
  }
}
