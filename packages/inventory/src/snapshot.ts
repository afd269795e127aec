import type { Coverage, Resource } from '@breakwater/model';
import { InventoryError } from './failure.ts';

/**
 * An inventory in a file: one JSON object a line. The first line says what it is, then resources and coverage
 * come as they were read, and the last line closes it; a file without that line was cut off.
 */
export type SnapshotRecord =
  | {
      readonly kind: 'snapshot';
      readonly format: typeof snapshotFormat;
      readonly account: string;
      readonly startedAt: string;
    }
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'coverage'; readonly coverage: Coverage }
  | { readonly kind: 'end'; readonly resources: number; readonly endedAt: string };

export const snapshotFormat = 'breakwater-inventory/1';

/** Longest line that is read: far above any configuration that AWS allows. */
const maxLineLength = 16 * 1024 * 1024;

export function snapshotLine(record: SnapshotRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * Reads a snapshot from its text in pieces of any size.
 * Throws InventoryError with the line number for anything that is not a snapshot, and for one that was cut off.
 */
export async function* readSnapshot(text: AsyncIterable<string>): AsyncGenerator<SnapshotRecord> {
  let number = 0;
  let last: SnapshotRecord | undefined;
  for await (const line of linesOf(text)) {
    number += 1;
    if (line.trim() === '') continue;
    const record = parseRecord(line, number);
    if ((last === undefined) !== (record.kind === 'snapshot')) {
      throw new InventoryError(
        `line ${number}: a snapshot starts with one line of kind "snapshot" (${snapshotFormat})`,
      );
    }
    if (last?.kind === 'end')
      throw new InventoryError(`line ${number}: something follows the end of the snapshot`);
    last = record;
    yield record;
  }
  if (last?.kind !== 'end') {
    throw new InventoryError(
      `the snapshot ends after line ${number} without its last line: it was cut off; sync again`,
    );
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > maxLineLength)
      throw new InventoryError(`a line is longer than ${maxLineLength} characters`);
  }
  if (rest !== '') yield rest;
}

function parseRecord(line: string, number: number): SnapshotRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new InventoryError(
      `line ${number} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!isRecord(value)) throw new InventoryError(`line ${number} is not a JSON object`);
  switch (value.kind) {
    case 'snapshot':
      if (value.format === snapshotFormat && isText(value.account) && isText(value.startedAt)) {
        return {
          kind: 'snapshot',
          format: snapshotFormat,
          account: value.account,
          startedAt: value.startedAt,
        };
      }
      throw new InventoryError(
        `line ${number}: the format is ${JSON.stringify(value.format)}, not "${snapshotFormat}"`,
      );
    case 'resource':
      if (isResource(value.resource)) return { kind: 'resource', resource: value.resource };
      throw new InventoryError(
        `line ${number}: a resource has id, type, name, seenAt (text), place, tags and configuration (objects)`,
      );
    case 'coverage':
      if (isCoverage(value.coverage)) return { kind: 'coverage', coverage: value.coverage };
      throw new InventoryError(
        `line ${number}: coverage has type, account, region, status (text) and count (a number)`,
      );
    case 'end':
      if (typeof value.resources === 'number' && isText(value.endedAt)) {
        return { kind: 'end', resources: value.resources, endedAt: value.endedAt };
      }
      throw new InventoryError(`line ${number}: the end has resources (a number) and endedAt (text)`);
    default:
      throw new InventoryError(`line ${number}: the kind is none of snapshot, resource, coverage, end`);
  }
}

function isResource(value: unknown): value is Resource {
  return (
    isRecord(value) &&
    isText(value.id) &&
    isText(value.type) &&
    isText(value.name) &&
    isText(value.seenAt) &&
    isRecord(value.place) &&
    isRecord(value.tags) &&
    isRecord(value.configuration)
  );
}

const statuses: readonly unknown[] = ['ok', 'denied', 'throttled', 'failed'] satisfies Coverage['status'][];

function isCoverage(value: unknown): value is Coverage {
  return (
    isRecord(value) &&
    isText(value.type) &&
    isText(value.account) &&
    isText(value.region) &&
    statuses.includes(value.status) &&
    typeof value.count === 'number'
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
