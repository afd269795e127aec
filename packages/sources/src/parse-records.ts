import type { Event } from '@breakwater/model';
import { isObject, type JsonObject } from './json/access.ts';
import type { ParseLimits, ParseOptions, ParseResult, Rejected } from './source.ts';
import { frameProblem, isOpen, type RecordText, splitRecords } from './split-records.ts';

export const defaultParseLimits: ParseLimits = { recordBytes: 1024 * 1024, depth: 100 };

const byteOrderMark = 0xfeff;

/** What makes an event of a record; a text says why it is none. */
export type ToEvent<R> = (record: R, number: number) => Event<R> | string;

export interface RecordShape {
  /** Key of the list when one object holds many records: `Records`. */
  readonly listKey?: string;
}

/**
 * Reads JSON into events: one record, a list of them (bare or under a key), or one a line. A record that is
 * broken or no event is rejected with its position and the rest goes on.
 */
export function parseRecords(
  input: string | Uint8Array,
  shape: RecordShape,
  toEvent: ToEvent<JsonObject>,
  options: ParseOptions = {},
): ParseResult<JsonObject> {
  const limits = { ...defaultParseLimits, ...options.limits };
  const events: Event<JsonObject>[] = [];
  const rejected: Rejected[] = [];
  const first = options.firstNumber ?? 1;
  let index = 0;
  for (const record of readRecords(textOf(input), shape)) {
    const event = eventOf(record, first + events.length, toEvent, limits);
    if (typeof event === 'string') {
      const isCut = record instanceof Unreadable && record.isCut;
      rejected.push({ index, error: event, ...(isCut ? { isCut } : {}) });
    } else events.push(event);
    index += 1;
  }
  return { events, rejected };
}

function textOf(input: string | Uint8Array): string {
  const text =
    typeof input === 'string'
      ? input
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('utf8');
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
}

function eventOf(
  record: unknown,
  number: number,
  toEvent: ToEvent<JsonObject>,
  limits: ParseLimits,
): Event<JsonObject> | string {
  if (record instanceof Unreadable) return record.error;
  return limitProblem(record, limits) ?? (isObject(record) ? toEvent(record, number) : 'not a JSON object');
}

/** Stands for a record that could not be read. */
class Unreadable {
  readonly error: string;
  readonly isCut: boolean;

  constructor(error: string, isCut = false) {
    this.error = error;
    this.isCut = isCut;
  }
}

function readRecords(text: string, shape: RecordShape): readonly unknown[] {
  if (text.trim() === '') return [];
  const whole = parseJson(text);
  if (!(whole instanceof Unreadable)) return listOf(whole, shape);
  const lines = linesOf(text);
  const first = lines.length > 1 ? parseJson(lines[0]?.text ?? '') : whole;
  if (!(first instanceof Unreadable)) {
    return lines.flatMap((line, index): readonly unknown[] => {
      const read = parseJson(line.text);
      if (!(read instanceof Unreadable)) return listOf(read, shape);
      const isCut = index === lines.length - 1 && isOpen(line.text);
      return [isCut ? cutAt(line.number) : read];
    });
  }
  const depth = shape.listKey !== undefined && text.slice(0, 4096).includes(`"${shape.listKey}"`) ? 1 : 0;
  const pieces = splitRecords(text, depth);
  if (pieces.length === 0) return [whole];
  const isCut = pieces.at(-1)?.isTruncated === true;
  const problem = isCut ? undefined : frameProblem(text, pieces);
  const rest = problem === undefined ? [] : [new Unreadable(problem, problem.startsWith('the input ends'))];
  return [...pieces.map((piece) => readPiece(piece, text)), ...rest];
}

function readPiece({ text, start, isTruncated }: RecordText, whole: string): unknown {
  return isTruncated ? cutAt(whole.slice(0, start).split('\n').length) : parseJson(text);
}

/** Stands for the record that begins in the line (from 1), of which the end is missing. */
function cutAt(line: number): Unreadable {
  return new Unreadable(`the input ends in the middle of a record, line ${line}`, true);
}

/** The lines that are not blank, counted from 1. */
function linesOf(text: string): readonly { readonly text: string; readonly number: number }[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ text: line, number: index + 1 }))
    .filter((line) => line.text.trim() !== '');
}

function listOf(value: unknown, shape: RecordShape): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => (Array.isArray(one) ? one : listOf(one, shape)));
  const list = shape.listKey !== undefined && isObject(value) ? value[shape.listKey] : undefined;
  return Array.isArray(list) ? list : [value];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return new Unreadable(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function limitProblem(record: unknown, limits: ParseLimits): string | undefined {
  const size = measure(record, limits.depth);
  if (size === Number.POSITIVE_INFINITY) return `nested deeper than the limit of ${limits.depth} levels`;
  return size > limits.recordBytes ? `larger than the limit of ${limits.recordBytes} bytes` : undefined;
}

/** The least size of a value in characters of JSON; infinite when it is nested too deeply. */
function measure(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 1;
  if (depth <= 0) return Number.POSITIVE_INFINITY;
  let size = 2;
  if (Array.isArray(value)) {
    for (const element of value) size += measure(element, depth - 1) + 1;
    return size;
  }
  for (const key in value) size += key.length + 4 + measure((value as JsonObject)[key], depth - 1);
  return size;
}
