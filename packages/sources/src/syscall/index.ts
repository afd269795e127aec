import { createHash } from 'node:crypto';
import type { Event, EventSummary, Field, FieldType, FieldValue } from '@breakwater/model';
import { genericFields } from '../generic-fields.ts';
import { defined, filled, isObject, type JsonObject } from '../json/access.ts';
import { parseRecords } from '../parse-records.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { eventTypes } from './event-types.ts';
import { syscallRows } from './field-table.ts';
import { parameterTypes } from './parameter-types.ts';

const name = 'syscall';

/**
 * A system call as a map of field values: `proc.name`, `proc.aname[2]`, `evt.arg.flags`. A key that is not
 * there, or null, is a missing value.
 */
export type FieldMap = JsonObject;

function own(record: FieldMap, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function valueIn(
  record: FieldMap,
  field: string,
  argument: string | undefined,
  type: FieldType,
): FieldValue | undefined {
  const value =
    argument === undefined
      ? own(record, field)
      : (own(record, `${field}[${argument}]`) ?? own(record, `${field}.${argument}`));
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.flatMap((one) => typed(one, type) ?? []) as FieldValue;
  return typed(value, type);
}

function typed(value: unknown, type: FieldType): FieldValue | undefined {
  switch (type) {
    case 'bytes':
      return Buffer.from(String(value), 'utf8').toString('latin1');
    case 'bool':
      return value === true || value === 'true';
    case 'string':
    case 'path':
    case 'ip':
    case 'net':
      return typeof value === 'string' ? value : JSON.stringify(value);
    default:
      return typeof value === 'number' ? value : numberOf(String(value), type);
  }
}

/** A number written as text, 64-bit integers exactly; undefined when it is none. */
function numberOf(text: string, type: FieldType): number | bigint | undefined {
  const isWhole = /^-?\d{1,20}$/.test(text);
  if (!isWhole) return type === 'double' && /^-?\d{1,20}\.\d{1,20}$/.test(text) ? Number(text) : undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

const generic = genericFields({ pluginName: name, info: () => undefined });

/** What the map holds wins; time and type of the event fill in. */
const fields: readonly Field<Event<FieldMap>>[] = [
  ...generic.map(
    (field): Field<Event<FieldMap>> => ({
      ...field,
      extract: (event, argument) =>
        valueIn(event.record, field.name, argument, field.type) ?? field.extract(event, argument),
    }),
  ),
  ...syscallRows.map((row): Field<Event<FieldMap>> => {
    const isType = row.name === 'evt.type' || row.name === 'syscall.type';
    const isDirection = row.name === 'evt.dir';
    const typeOf = (argument: string | undefined) =>
      row.name === 'evt.rawarg' ? (parameterTypes.get(argument ?? '') ?? row.type) : row.type;
    return {
      ...row,
      extract: ({ record, type }, argument) =>
        valueIn(record, row.name, argument, typeOf(argument)) ??
        (isType ? type : isDirection ? '<' : undefined),
    };
  }),
];

/** Reads `{"type", "time", "fields"}` objects, time in nanoseconds as number or text. */
export function parseFieldMaps(input: string | Uint8Array, options?: ParseOptions): ParseResult<FieldMap> {
  return parseRecords(
    input,
    {},
    (record, number) => {
      const type = filled(record.type);
      if (type === undefined) return 'type is missing';
      if (!isObject(record.fields)) return 'fields is missing or not an object';
      const time = String(record.time ?? '');
      if (!/^\d{1,19}$/.test(time)) return 'time is missing or not a number of nanoseconds';
      const id = createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32);
      const fields = { 'evt.type': type, ...record.fields };
      return { source: name, type, time: BigInt(time), id, record: fields, number };
    },
    options,
  );
}

function summarizeSyscall({ record, type }: Event<FieldMap>): EventSummary {
  const process = filled(record['proc.name']);
  return defined({
    title: process === undefined ? type : `${process} ${type}`,
    place: defined({
      container: filled(record['container.name']),
      namespace: filled(record['k8s.ns.name']),
      pod: filled(record['k8s.pod.name']),
      imageDigest: filled(record['container.image.digest']),
    }),
    user: filled(record['user.name']),
  });
}

export const syscall: Source<FieldMap> = {
  name,
  description: 'System calls as maps of field values',
  fields,
  eventTypes,
  parameterNames: new Set(parameterTypes.keys()),
  parameterTypes,
  indexedBy: 'evt.type',
  indexedKey: 'evt.type',
  parse: parseFieldMaps,
  summarize: summarizeSyscall,
};
