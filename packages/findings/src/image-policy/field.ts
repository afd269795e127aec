import { type Severity, severities } from '@breakwater/model';
import type { Place, PolicyReader } from './policy-yaml.ts';

/** A JSON Schema, as far as policies need one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One field of a policy: how it is read, and how it is told to editors and in the guide. */
export interface Field<T> {
  readonly about: string;
  readonly schema: JsonSchema;
  readonly read: (reader: PolicyReader, place: Place) => T | undefined;
}

/** A field for each key of an interface, so that none is forgotten. */
export type FieldsOf<T> = { readonly [Key in keyof T]-?: Field<NonNullable<T[Key]>> };

const nonEmpty: JsonSchema = { type: 'string', minLength: 1 };

export function text(about: string): Field<string> {
  return { about, schema: nonEmpty, read: (reader, place) => reader.text(place) };
}

export function texts(about: string): Field<readonly string[]> {
  return {
    about,
    schema: { type: 'array', items: nonEmpty },
    read: (reader, place) => reader.texts(place),
  };
}

/** A list whose every entry has to mean something: `problemOf` says what is wrong with one. */
export function entries(
  about: string,
  pattern: string | undefined,
  problemOf: (entry: string) => string | undefined,
): Field<readonly string[]> {
  return {
    about,
    schema: { type: 'array', items: pattern === undefined ? nonEmpty : { type: 'string', pattern } },
    read: (reader, place) =>
      reader.list(place)?.flatMap((item) => {
        const entry = reader.text(item);
        if (entry === undefined) return [];
        const problem = problemOf(entry);
        if (problem !== undefined) reader.problem(item, problem);
        return problem === undefined ? [entry] : [];
      }),
  };
}

export function oneOf<T extends string>(values: readonly T[], about: string): Field<T> {
  return { about, schema: { enum: values }, read: (reader, place) => reader.oneOf(place, values) };
}

export function someOf<T extends string>(values: readonly T[], about: string): Field<readonly T[]> {
  return {
    about,
    schema: { type: 'array', items: { enum: values } },
    read: (reader, place) => reader.list(place)?.flatMap((item) => reader.oneOf(item, values) ?? []),
  };
}

export function severity(about: string): Field<Severity> {
  return oneOf(severities, about);
}

export function number(min: number, max: number, about: string): Field<number> {
  return {
    about,
    schema: { type: 'number', minimum: min, maximum: max },
    read: (reader, place) => reader.number(place, min, max),
  };
}

export function count(max: number, about: string): Field<number> {
  return {
    about,
    schema: { type: 'integer', minimum: 0, maximum: max },
    read: (reader, place) => {
      const value = reader.number(place, 0, max);
      return value === undefined || Number.isInteger(value)
        ? value
        : reader.problem(place, 'must be a whole number');
    },
  };
}

/** Fractions of a day are meant too: `0.5` is twelve hours. */
export function days(about: string): Field<number> {
  return number(0, 3650, about);
}

/** Only `true` says something; `false` is the same as leaving it out. */
export function flag(about: string): Field<true> {
  return {
    about,
    schema: { type: 'boolean' },
    read: (reader, place) => reader.boolean(place) || undefined,
  };
}

export function boolean(about: string): Field<boolean> {
  return { about, schema: { type: 'boolean' }, read: (reader, place) => reader.boolean(place) };
}

const units: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** A size in bytes, written as a number or with a unit. */
export function size(about: string): Field<number> {
  return {
    about,
    schema: {
      anyOf: [
        { type: 'number', minimum: 0 },
        { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)? ?(B|KB|MB|GB|KiB|MiB|GiB)$' },
      ],
    },
    read: (reader, place) => {
      const bytes = bytesOf(place);
      return bytes ?? reader.problem(place, 'must be a size like 500 MB or 1.5 GiB');
    },
  };
}

function bytesOf({ node }: Place): number | undefined {
  const value: unknown = node !== null && node !== undefined && 'value' in node ? node.value : undefined;
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const [, digits = '', unit = ''] = /^(\d{1,15}(?:\.\d{1,6})?) ?([KMG]i?B|B)$/.exec(value.trim()) ?? [];
  const factor = units[unit];
  return factor === undefined ? undefined : Math.round(Number(digits) * factor);
}

/** Reads the fields of a table out of a map; what is absent or bad is left out. */
export function readFields<T>(
  reader: PolicyReader,
  fields: FieldsOf<T>,
  at: (key: string) => Place | undefined,
): Partial<T> {
  const values: Partial<T> = {};
  for (const key in fields) {
    const place = at(key);
    const value = place === undefined ? undefined : fields[key].read(reader, place);
    if (value !== undefined) values[key] = value;
  }
  return values;
}
