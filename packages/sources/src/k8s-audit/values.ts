import type { Event, Field } from '@breakwater/model';
import { at, isObject, type JsonObject } from '../json/access.ts';

export type AuditField = Field<Event<JsonObject>>;

/** Texts as they stand, everything else as compact JSON (null too); absent is missing. */
export function jsonText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Texts of an array; missing when the value is no array or has no elements. */
export function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? someOf(value.flatMap((one) => jsonText(one) ?? [])) : undefined;
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
  let current = value;
  for (const [position, key] of path.entries()) {
    if (Array.isArray(current)) {
      const rest = path.slice(position);
      if (index === undefined) {
        return current.flatMap((element) => valuesAlong(element, rest, undefined) ?? [undefined]);
      }
      current = current[index];
    }
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
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
    extract: ({ record }, argument) =>
      at(record, 'auditID') === undefined ? undefined : read(record, argument),
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
