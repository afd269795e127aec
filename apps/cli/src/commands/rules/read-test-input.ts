import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReadEvents } from '@breakwater/rules';
import { findSource, replayCapture, type Source, sources, streamFile } from '@breakwater/sources';
import { isCapture, lossesOf } from '../detect/capture-file.ts';
import { plainReason } from './rule-files.ts';

const maxInputBytes = 256 * 1024 * 1024;

/**
 * Reads the inputs of a test file: records given there, or a file beside it that holds records or is a capture; `onUnreadable`
 * is called when there is no reading that file.
 */
export function inputsOf(testFile: string, onUnreadable: () => void): ReadEvents {
  return async (input, onEvent) => {
    const source = findSource(input.source);
    if (source === undefined) {
      return `unknown source "${input.source}"; one of ${sources.map(({ name }) => name).join(', ')}`;
    }
    if (input.file === undefined) {
      const text = input.records.map((record) => JSON.stringify(record)).join('\n');
      return feed(source, text, onEvent, 'record');
    }
    const path = join(dirname(testFile), input.file);
    try {
      statSync(path);
      if ((await isCapture(path)) || /\.scap(?:\.gz)?$/.test(path)) {
        return await replay(path, input.source, onEvent);
      }
      return feed(source, bytesOf(path), onEvent, `${path}: record`);
    } catch (error) {
      onUnreadable();
      return `cannot read ${path}: ${plainReason(error)}`;
    }
  };
}

async function replay(
  path: string,
  source: string,
  onEvent: Parameters<ReadEvents>[1],
): Promise<string | undefined> {
  if (source !== 'syscall')
    return `${path} is a capture, which holds events of the source "syscall", not "${source}"`;
  const summary = await replayCapture(streamFile(path), onEvent);
  const [loss] = lossesOf(summary);
  if (summary.sections === 0) return `cannot read ${path}: ${loss}`;
  return loss === undefined ? undefined : `read in part: ${path}: ${loss}`;
}

/** A test that saw a part of its input says nothing, so a record that is no event is told. */
function feed(
  source: Source,
  content: string | Uint8Array,
  onEvent: Parameters<ReadEvents>[1],
  what: string,
): string | undefined {
  const { events, rejected } = source.parse(content);
  for (const event of events) onEvent(event);
  const [first] = rejected;
  if (first !== undefined) return `${what} ${first.index + 1} is no event: ${first.error}`;
  return events.length === 0 ? `${what}: there is no event of the source "${source.name}"` : undefined;
}

function bytesOf(path: string): Uint8Array {
  if (statSync(path).size > maxInputBytes) throw new Error(`it is larger than ${maxInputBytes} bytes`);
  const bytes = readFileSync(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip ? gunzipSync(bytes, { maxOutputLength: maxInputBytes }) : bytes;
}
