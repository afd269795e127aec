import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldType, FieldValue } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Source } from './source.ts';
import { sources } from './sources.ts';

/** Records of a source in which every key that its fields read is there. */
function samplesOf(source: Source): readonly unknown[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'testdata', `${source.name}.json`), 'utf8'));
}

const textTypes: readonly FieldType[] = ['string', 'path', 'ip', 'net', 'bytes'];

function isOfType(value: FieldValue, type: FieldType): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((one: FieldValue) => isOfType(one, type));
  if (textTypes.includes(type)) return typeof value === 'string';
  if (type === 'bool') return typeof value === 'boolean';
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isNaN(value));
}

const fieldArguments = [
  undefined,
  '0',
  '1',
  '999999999',
  'env',
  '/ipPermissions/*/fromPort',
  '/__proto__',
  '/__proto__/toString',
  '/userIdentity/type',
  '/requestParameters/length',
  '/constructor/name',
  '',
];

/** Reads every field of every event of an input and says which values are of another type than declared. */
function misread(source: Source, input: string): readonly string[] {
  const { events, rejected } = source.parse(input);
  for (const { error } of rejected) expect(error).not.toBe('');
  return events.flatMap((event) => {
    const summary = source.summarize(event);
    expect(summary.title).not.toBe('');
    expect(Object.values(summary.place)).not.toContain('');
    return source.fields.flatMap((field) =>
      fieldArguments.flatMap((argument) => {
        const value = field.extract(event, argument);
        const isRight = value === undefined || isOfType(value, field.type);
        return isRight ? [] : [`${field.name}[${argument}] is ${String(value)}, no ${field.type}`];
      }),
    );
  });
}

/** What the engine reads along the path of a field without asking the field; `asked`: it must ask. */
function alongPath(keys: readonly string[], record: unknown): unknown {
  let current = record;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return typeof current === 'string' || current === undefined ? current : 'asked';
}

/** Fields for which the path says another value than the field itself. */
function strayed(source: Source, input: string): readonly string[] {
  return source.parse(input).events.flatMap((event) =>
    source.fields.flatMap((field) =>
      fieldArguments.flatMap((argument) => {
        const keys = field.path?.(argument);
        const read = keys === undefined ? 'asked' : alongPath(keys, event.record);
        const isRight = read === 'asked' || read === field.extract(event, argument);
        return isRight ? [] : [`${field.name}[${argument}]: ${keys?.join('/')}`];
      }),
    ),
  );
}

type Container = Record<string, unknown> | unknown[];

/** Every place in a document that a value stands at. */
function placesIn(value: unknown): readonly { readonly parent: Container; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    { parent: value as Container, key },
    ...placesIn((value as Record<string, unknown>)[key]),
  ]);
}

/** What nobody expects there, as JSON. */
const odd = fc.oneof(
  fc.json(),
  fc.constantFrom(
    'null',
    '""',
    'true',
    '-1',
    '1e308',
    '1.5',
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '"\\ud800"',
    '"\\u0000"',
  ),
  fc.constant('{"__proto__":{"polluted":true},"constructor":{"prototype":1},"toString":1}'),
  fc.constant(JSON.stringify('x'.repeat(9999))),
);

describe.each(sources.map((source) => [source.name, source] as const))('%s', (_, source) => {
  const samples = samplesOf(source);

  it('reads its samples', () => {
    const { events, rejected } = source.parse(JSON.stringify(samples));
    expect(rejected).toEqual([]);
    expect(events).toHaveLength(samples.length);
    expect(misread(source, JSON.stringify(samples))).toEqual([]);
    expect(strayed(source, JSON.stringify(samples))).toEqual([]);
  });

  it('yields what its table declares, whatever stands where', () => {
    const change = fc.record({ place: fc.nat(), value: odd });
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (sample, changes) => {
          const record = structuredClone(sample);
          for (const { place, value } of changes) {
            const places = placesIn(record);
            const chosen = places[place % places.length];
            if (chosen === undefined) continue;
            const { parent, key } = chosen;
            Object.defineProperty(parent, key, {
              value,
              enumerable: true,
              writable: true,
              configurable: true,
            });
          }
          expect(misread(source, JSON.stringify(record))).toEqual([]);
          expect(strayed(source, JSON.stringify(record))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    expect('polluted' in {}).toBe(false);
  });

  it('bounds nesting and goes on', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const wide = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const good = JSON.stringify(samples);
    const { events, rejected } = source.parse(`[${deep},{"x":${wide}},${good.slice(1)}`);
    expect(rejected.map(({ index }) => index)).toEqual([0, 1]);
    expect(events).toHaveLength(samples.length);
  });
});
