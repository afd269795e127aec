import { type Filter, severities, type StoredEvent } from '@breakwater/model';
import fc from 'fast-check';
import { testEvent } from '../../events/testdata/test-event.ts';

const words = ['sh', 'bash', 'Bash', '5', '05', 'true', 'é', '日本', '𝒳', '', 'a"b', "o'k", 'back\\slash', '%', '1e3'] as const;

function pick<T>(list: readonly T[], seed: number): T {
  return list[Math.abs(seed) % list.length] as T;
}

/** An event whose columns and fields are of every shape, some missing, decided by `seed`. */
export function fleetEvent(id: string, time: number, seed: number): StoredEvent {
  const has = (divisor: number): boolean => seed % divisor !== 0;
  return testEvent(id, time, {
    kind: pick(['event', 'detection', 'transition'], seed),
    source: pick(['syscall', 'aws_cloudtrail'], seed >> 1),
    severity: pick(severities, seed * 7),
    place: {
      ...(has(3) && { account: pick(['111', '222', '333'], seed) }),
      ...(has(4) && { region: pick(['eu', 'us'], seed) }),
      ...(has(2) && { task: `task-${seed % 23}` }),
    },
    ...(has(5) && { rule: pick(words, seed) }),
    ...(has(7) && { user: pick(words, seed * 3) }),
    tags: Array.from({ length: seed % 4 }, (_, index) => `${pick(words, seed + index * 5)}${index}`),
    isSample: seed % 11 === 0,
    fields: {
      ...(has(3) && { 'proc.name': pick(words, seed * 5) }),
      ...(has(4) && { 'proc.pid': pick([0, 5, -3, 1.5, 1000, 65_535, 0.1], seed) }),
      ...(has(5) && { 'evt.ok': seed % 2 === 0 }),
      ...(has(2) && { 'evt.args': Array.from({ length: seed % 3 }, (_, index) => `${pick(words, seed + index)}-${index}`) }),
      ...(has(6) && { mixed: pick<string | number | boolean | null>(['5', 5, true, 'true', null, 1, 0, false], seed) }),
    },
  });
}

const fields = [
  'time', 'kind', 'source', 'rule', 'severity', 'account', 'region', 'task', 'user', 'tag', 'team', 'image.digest',
  'proc.name', 'proc.pid', 'evt.ok', 'evt.args', 'mixed', 'no.such[field]',
]; // biome-ignore format: a list

/** Filters over the fields of {@link fleetEvent}, with values that do occur and some that do not. */
export function filterOf(events: readonly StoredEvent[]): fc.Arbitrary<Filter> {
  const times = events.map(({ time }) => time);
  const value = fc.oneof(
    fc.constantFrom<string | number>(...words, ...severities, '111', '222', 'eu', 'task-7', 'sh-0', 'bash0', '5', 5, 0, 1.5, -3),
    fc.constantFrom<string | number>(...times, new Date(times[0] ?? 0).toISOString()),
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('s', 'a', 'ta', '-', '"', '\\', '%', '_'),
  );
  const field = fc.constantFrom(...fields);
  const condition: fc.Arbitrary<Filter> = fc.oneof(
    fc.record({ op: fc.constantFrom('=', '!=', 'contains', 'starts-with', '<', '<=', '>', '>='), field, value }),
    fc.record({ op: fc.constantFrom('in', 'not-in'), field, value: fc.array(value, { maxLength: 4 }) }),
    fc.record({ op: fc.constant('exists'), field }),
  );
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      condition,
      fc.record({ op: fc.constantFrom('and', 'or'), filters: fc.array(tie('filter'), { maxLength: 3 }) }),
      fc.record({ op: fc.constant('not'), filter: tie('filter') }),
    ),
  }));
  return filter;
}
