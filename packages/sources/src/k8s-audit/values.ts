import type { Event, Field } from '@breakwater/model';
import { isObject, type JsonObject, own } from '../json/access.ts';

export type AuditField = Field<Event<JsonObject>>;

/** Texts as they stand, everything else as compact JSON (null too); absent is missing. */
export function jsonText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads the value at a path of keys, none of which objects inherit; undefined where a step is missing. */
export function valueAt(path: readonly string[]): (record: JsonObject) => unknown {
  const [key = '', ...rest] = path.toReversed();
  if (rest.length === 0) return (record) => record[key];
  const parentOf = valueAt(rest.reverse());
  return (record) => {
    const parent = parentOf(record);
    return isObject(parent) ? parent[key] : undefined;
  };
}

/** Texts of an array; missing when the value is no array or has no elements. */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts: string[] = [];
  for (const one of value) {
    const text = jsonText(one);
    if (text !== undefined) texts.push(text);
  }
  return someOf(texts);
}

/** A list field without elements is missing. */
export function someOf(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values;
}

/**
 * The values at a path that may lead through arrays: one per element, undefined where the element lacks it.
 * With an index only that element of an array is followed. Missing when no array was met and the path ends
 * early, or when the index is beyond the array.
 */
export function valuesAlong(
  value: unknown,
  path: readonly string[],
  index: number | undefined,
): readonly unknown[] | undefined {
  return valuesFrom(value, path, 0, index);
}

function valuesFrom(
  value: unknown,
  path: readonly string[],
  start: number,
  index: number | undefined,
): readonly unknown[] | undefined {
  let current = value;
  for (let position = start; position < path.length; position += 1) {
    if (Array.isArray(current)) {
      if (index === undefined) {
        return current.flatMap((element) => valuesFrom(element, path, position, undefined) ?? [undefined]);
      }
      current = current[index];
    }
    const key = path[position] ?? '';
    current = isObject(current) ? own(current, key) : undefined;
    if (current === undefined) return undefined;
  }
  return [current];
}

/** A field of an audit event; an event without `auditID` has none. */
export function auditField(
  field: Omit<AuditField, 'type' | 'extract'>,
  read: (record: JsonObject, argument: string | undefined) => string | readonly string[] | undefined,
): AuditField {
  return {
    ...field,
    type: 'string',
    extract: ({ record }, argument) => (record.auditID === undefined ? undefined : read(record, argument)),
  };
}

/** A list field; with an index it is of one element of the list in the record: one container, rule, volume. */
export function indexedList(
  name: string,
  description: string,
  read: (record: JsonObject, index: number | undefined) => readonly string[] | undefined,
): AuditField {
  return auditField({ name, description, isList: true, argument: 'optional-index' }, (record, argument) =>
    read(record, argument === undefined ? undefined : Number(argument)),
  );
}

/** A list field that is only read whole. */
export function wholeList(
  name: string,
  description: string,
  read: (record: JsonObject) => readonly string[] | undefined,
): AuditField {
  return auditField({ name, description, isList: true }, (record) => read(record));
}
