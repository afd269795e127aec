import {
  CaptureReader,
  CaptureWriter,
  type EventType,
  eventFlag,
  eventTypes,
  System,
} from '@breakwater/capture';
import { describe, expect, test } from 'vitest';
import { CapturedEvent } from './capture-record.ts';
import { capturedFields } from './captured.ts';
import { captureOf } from './testdata/scenario.ts';

const { unused, oldVersion, largePayload } = eventFlag;
const types = eventTypes.filter(({ flags }) => (flags & (unused | oldVersion)) === 0);
const argument: Readonly<Record<string, string>> = { 'proc.aname': '2', 'evt.arg': '0', 'evt.rawarg': '0' };

/** Bytes of every length and value, the same on every run. */
function bytesOf(seed: number): (length: number) => Uint8Array {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return (length) => Uint8Array.from({ length }, next);
}

function fieldOf(name: string): (typeof capturedFields)[number]['extract'] {
  const field = capturedFields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return field.extract;
}

const [text, raw] = [fieldOf('evt.arg'), fieldOf('evt.rawarg')];

/** What any field says of every event of the capture; the number of events, and what went wrong. */
function read(capture: Uint8Array): {
  readonly types: ReadonlySet<number>;
  readonly problem: string | undefined;
} {
  const system = new System();
  const seen = new Set<number>();
  const reader = new CaptureReader({
    ...system.handler(),
    onEvent: (event) => {
      if (system.before(event)) {
        seen.add(event.code);
        const captured = new CapturedEvent({ event, system });
        for (const { name, extract } of capturedFields) extract(captured, argument[name]);
        for (const [index, { name }] of event.type.parameters.entries()) {
          text(captured, String(index));
          raw(captured, name);
        }
      }
      system.after();
    },
  });
  reader.feed(capture);
  return { types: seen, problem: reader.end().problem?.message };
}

function capture(parametersOf: (type: EventType) => readonly Uint8Array[]): Uint8Array {
  const parts = [captureOf([], { descriptors: [[10, { fd: 3, name: '/a' }]] })];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  for (const [index, type] of types.entries()) {
    const time = 1_700_000_000_000_000_000n + BigInt(index);
    writer.event({ time, tid: 10, code: type.code, parameters: parametersOf(type) });
  }
  return Buffer.concat(parts);
}

/** Enter events are seen by the state alone. */
const shown = types.filter(
  ({ code, origin, name }) => code % 2 === 1 || !/SYSCALL/.test(origin) || name === 'procexit',
);

describe('every type of event: no field fails', () => {
  test.each<[string, (type: EventType) => readonly Uint8Array[]]>([
    ['without a value', ({ parameters }) => parameters.map(() => new Uint8Array(0))],
    ['zeros', ({ parameters }) => parameters.map(() => new Uint8Array(8))],
    ['all ones', ({ parameters }) => parameters.map(() => new Uint8Array(40).fill(0xff))],
    ['one byte', ({ parameters }) => parameters.map(() => Uint8Array.of(2))],
    ...Array.from({ length: 5 }, (_, seed): [string, (type: EventType) => readonly Uint8Array[]] => {
      const bytes = bytesOf(seed + 1);
      return [
        `at random ${seed}`,
        ({ parameters }) => parameters.map((_, place) => bytes((place * 7 + seed * 5) % 41)),
      ];
    }),
  ])('%s', (_, parametersOf) => {
    const { types: seen, problem } = read(capture(parametersOf));
    expect(problem).toBeUndefined();
    expect(shown.filter(({ code }) => !seen.has(code)).map(({ code, name }) => `${name} ${code}`)).toEqual(
      [],
    );
  });

  test('there are types with a payload of more than 64 KiB among them', () => {
    expect(types.filter(({ flags }) => (flags & largePayload) !== 0).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['asyncevent']),
    );
  });
});
