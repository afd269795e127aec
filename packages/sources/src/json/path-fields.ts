import type { Event, Field, FieldType, FieldValue } from '@breakwater/model';
import { parseTime } from '../time.ts';
import { at, filled, type JsonObject } from './access.ts';

/** A field of a source whose records are JSON. */
export type JsonField = Field<Event<JsonObject>>;

/** Keys from the record down to a value. */
export type Path = readonly [string, ...string[]];

/** One row of a table of fields: name, where its value stands, what it holds. */
export type PathRow = readonly [name: string, path: Path, description: string];

/** A field that a function of the record gives. */
export function derivedField(
  name: string,
  type: FieldType,
  description: string,
  read: (record: JsonObject) => FieldValue | undefined,
): JsonField {
  return { name, type, description, extract: ({ record }) => read(record) };
}

/** Texts at a path; empty or of another kind is missing. */
export function textFields(rows: readonly PathRow[], type: 'string' | 'path' = 'string'): JsonField[] {
  return rows.map(([name, path, description]) =>
    derivedField(name, type, description, (record) => filled(at(record, ...path))),
  );
}

/** Whole numbers from 0 at a path; anything else is missing. */
export function countFields(rows: readonly PathRow[]): JsonField[] {
  return rows.map(([name, path, description]) =>
    derivedField(name, 'uint64', description, (record) => countOf(at(record, ...path))),
  );
}

/** Times (RFC 3339) at a path, in nanoseconds since the epoch; anything else is missing. */
export function timeFields(rows: readonly PathRow[]): JsonField[] {
  return rows.map(([name, path, description]) =>
    derivedField(name, 'time', description, (record) => parseTime(at(record, ...path))),
  );
}

/** A list of texts; with an index one of them. An empty list is missing. */
export function listField(
  name: string,
  description: string,
  read: (record: JsonObject) => readonly string[],
): JsonField {
  return {
    name,
    type: 'string',
    isList: true,
    argument: 'optional-index',
    description,
    extract: ({ record }, index) => {
      const values = read(record);
      if (index !== undefined) return values[Number(index)];
      return values.length === 0 ? undefined : values;
    },
  };
}

/** Texts of an array; elements of another kind are left out. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((one) => filled(one) ?? []) : [];
}

export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
