import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { everything, type Filter, nothing, type StoredEvent, severities } from '@breakwater/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidQuery, StoreClosed, StoreFull, StoreLocked } from '../errors.ts';
import { FilterError } from '../filter/filter-error.ts';
import { matchFilter } from '../filter/match.ts';
import { filterOf, fleetEvent } from '../filter/testdata/arbitrary.ts';
import { InvalidEvent, QueryTimeout } from './errors.ts';
import type { EventQuery, EventStore } from './event-store.ts';
import { scanPart } from './sqlite/scan-part.ts';
import { killBatch, testEvent } from './testdata/test-event.ts';

/** What the suite needs of an implementation. */
export interface EventStoreUnderTest {
  readonly name: string;
  open(options: { folder: string; budgetMs?: number }): Promise<EventStore>;
  /** Where a child process finds the same function. */
  readonly module: URL;
  readonly exportName: string;
}

const day = 86_400_000;
const start = Date.UTC(2026, 2, 1);
const all: EventQuery = {
  scope: everything,
  filter: everything,
  from: start - 10 * day,
  to: start + 10 * day,
};

/** Every implementation of the event port passes these. */
export function eventStoreSuite(under: EventStoreUnderTest): void {
  describe(`event store: ${under.name}`, () => {
    const root = mkdtempSync(join(tmpdir(), 'breakwater-events-'));
    let folders = 0;
    const newFolder = (): string => {
      folders += 1;
      return join(root, String(folders));
    };
    afterAll(() => rmSync(root, { recursive: true, force: true }));

    /** Runs `work` on a new store that holds `events`. */
    async function withStore(
      events: readonly StoredEvent[],
      work: (store: EventStore, folder: string) => Promise<void>,
    ): Promise<void> {
      const folder = newFolder();
      const store = await under.open({ folder });
      try {
        if (events.length > 0) await store.append(events);
        await work(store, folder);
      } finally {
        await store.close();
      }
    }

    test('keeps an event as it was given', async () => {
      const full = testEvent('full', start + 1, {
        kind: 'transition',
        severity: 'critical',
        rule: 'A rule',
        place: {
          provider: 'aws',
          account: '111122223333',
          region: 'eu-west-1',
          cluster: 'c',
          service: 's',
          task: 't',
          container: 'app',
          namespace: 'n',
          pod: 'p',
          imageDigest: 'sha256:00',
        },
        user: 'ann',
        team: 'blue',
        tags: ['one', 'two "quoted"'],
        isSample: true,
        fields: {
          'proc.pid': 5,
          'proc.name': 'sh',
          'evt.is_open_write': true,
          'proc.args': ['-c', '日本'],
          none: null,
        },
        body: { nested: [{ deep: 'é\u0000"' }] },
      });
      const bare = testEvent('bare', start + 2);
      await withStore([full, bare], async (store) => {
        expect(await store.get(everything, 'transition', 'full')).toEqual(full);
        expect(await store.get(everything, 'detection', 'bare')).toEqual(bare);
        expect(await store.get(everything, 'detection', 'full')).toBeUndefined();
        const { rows } = await store.list({ ...all, limit: 10 });
        expect(rows).toEqual([bare, full]);
      });
    });

    test('keeps integers beyond 2^53 as decimal text', async () => {
      const event = testEvent('big', start, { fields: { small: 5n, large: 18_446_744_073_709_551_615n } });
      await withStore([event], async (store) => {
        const found = await store.get(everything, 'detection', 'big');
        expect(found?.fields).toEqual({ small: 5, large: '18446744073709551615' });
        const filter: Filter = { op: '=', field: 'large', value: '18446744073709551615' };
        expect((await store.count({ ...all, filter })).matching).toBe(1);
      });
    });

    describe('natural key', () => {
      const first = testEvent('x', start, { title: 'first' });
      const cases: readonly (readonly [string, StoredEvent[][], number])[] = [
        ['the same batch sent again', [[first], [first]], 1],
        ['twice in one batch', [[first, first]], 1],
        ['another time of the same day', [[first], [{ ...first, time: start + 7_200_000 }]], 1],
        ['another day', [[first], [{ ...first, time: start + 3 * day }]], 1],
        ['an earlier day, in one batch', [[first, { ...first, time: start - day }]], 1],
        ['the same id of another kind', [[first], [{ ...first, kind: 'event' }]], 2],
      ];
      test.each(cases)('%s', async (_name, batches, kept) => {
        await withStore([], async (store) => {
          let accepted = 0;
          let duplicates = 0;
          for (const batch of batches) {
            const result = await store.append(batch);
            accepted += result.accepted;
            duplicates += result.duplicates;
          }
          expect(accepted).toBe(kept);
          expect(accepted + duplicates).toBe(batches.flat().length);
          const { rows } = await store.list({ ...all, limit: 10 });
          expect(rows).toHaveLength(kept);
          expect(rows.find(({ kind }) => kind === 'detection')).toEqual(first);
        });
      });

      test('holds after the store was closed and opened again', async () => {
        const folder = newFolder();
        const batch = Array.from({ length: 300 }, (_, index) =>
          testEvent(`e${index}`, start + index * 900_000),
        );
        for (const expected of [
          { accepted: 300, duplicates: 0 },
          { accepted: 0, duplicates: 300 },
          { accepted: 0, duplicates: 300 },
        ]) {
          const store = await under.open({ folder });
          expect(await store.append(batch)).toMatchObject(expected);
          expect((await store.stats()).events).toBe(300);
          await store.close();
        }
      });

      test('names the duplicates of a batch by their places', async () => {
        const [a, b, c] = ['a', 'b', 'c'].map((id, index) => testEvent(id, start + index * 90_000_000));
        if (a === undefined || b === undefined || c === undefined) throw new Error('three events are needed');
        await withStore([a], async (store) => {
          const expected = { accepted: 2, duplicates: 3, duplicateIndexes: [1, 3, 4] };
          expect(await store.append([b, a, c, b, a])).toEqual(expected);
          expect(await store.append([])).toEqual({ accepted: 0, duplicates: 0, duplicateIndexes: [] });
        });
      });

      test('holds for batches that are sent at the same time', async () => {
        const batch = Array.from({ length: 200 }, (_, index) => testEvent(`e${index}`, start + index * 1000));
        await withStore([], async (store) => {
          const results = await Promise.all([0, 50, 100, 0].map((from) => store.append(batch.slice(from))));
          expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(200);
          expect((await store.count(all)).total).toBe(200);
        });
      });
    });

    describe('pages', () => {
      const events = Array.from({ length: 95 }, (_, index) =>
        // Many share a time, and they come in no order.
        testEvent(`e${index}`, start + (((index * 37) % 95) >> 2) * 7_000_000, { user: `u${index % 3}` }),
      );
      const filters: readonly (readonly [string, Filter])[] = [
        ['everything', everything],
        ['one user', { op: '=', field: 'user', value: 'u1' }],
      ];
      for (const order of ['newest', 'oldest'] as const) {
        test.each(filters)(`${order} first, %s`, async (_name, filter) => {
          await withStore(events, async (store) => {
            const rows: StoredEvent[] = [];
            let cursor: string | undefined;
            do {
              const page = await store.list({
                ...all,
                filter,
                order,
                limit: 7,
                ...(cursor !== undefined && { cursor }),
              });
              expect(page.rows.length).toBeLessThanOrEqual(7);
              rows.push(...page.rows);
              cursor = page.nextCursor;
            } while (cursor !== undefined);
            const expected = events.filter(matchFilter(filter));
            expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
            expect(rows).toHaveLength(expected.length);
            const times = rows.map(({ time }) => time);
            expect(times).toEqual(times.toSorted((a, b) => (order === 'newest' ? b - a : a - b)));
          });
        });
      }

      test('the last page has no cursor even when it is full', async () => {
        await withStore(events.slice(0, 14), async (store) => {
          const first = await store.list({ ...all, limit: 7 });
          const second = await store.list({ ...all, limit: 7, cursor: first.nextCursor ?? '' });
          expect(second.rows).toHaveLength(7);
          expect(second.nextCursor).toBeUndefined();
        });
      });
    });

    describe('parts', () => {
      const events = Array.from({ length: 60 }, (_, index) =>
        testEvent(`e${index}`, start + index * 5_000_000, {
          kind: index % 5 === 0 ? 'detection' : 'event',
          source: index % 3 === 0 ? 'ecs' : 'syscall',
          place: { account: `a${index % 2}` },
          user: `u${index % 4}`,
          fields: { size: index },
          body: { index, text: 'a "quoted" ü' },
        }),
      );
      const from = start + 7 * 5_000_000;
      const to = start + 50 * 5_000_000;
      const queries: readonly (readonly [string, Filter, Filter])[] = [
        ['everything', everything, everything],
        ['a scope', { op: '=', field: 'account', value: 'a1' }, everything],
        ['a filter over columns and fields', everything, { op: '>', field: 'size', value: 20 }],
        ['nothing', nothing, everything],
      ];
      test.each(queries)(
        'hold every event of the source once, in order of arrival: %s',
        async (_name, scope, filter) => {
          await withStore(events, async (store) => {
            const found: StoredEvent[] = [];
            for (const part of await store.parts({ from, to })) {
              const query = { scope, filter, from, to, source: 'syscall' };
              for (const event of scanPart(structuredClone(part), query)) {
                const row = event.row();
                expect([event.id, event.time, JSON.parse(event.body)]).toEqual([row.id, row.time, row.body]);
                found.push(row);
              }
            }
            const isWanted = matchFilter({ op: 'and', filters: [scope, filter] });
            const expected = events.filter(
              (event) =>
                event.kind === 'event' &&
                event.source === 'syscall' &&
                event.time >= from &&
                event.time < to &&
                isWanted(event),
            );
            expect(found).toEqual(expected);
          });
        },
      );

      test('an empty store has none', async () => {
        await withStore([], async (store) => expect(await store.parts({ from, to })).toEqual([]));
      });
    });

    describe('scope', () => {
      const events = Array.from({ length: 40 }, (_, index) =>
        testEvent(`e${index}`, start + index * 3_600_000, {
          place: { account: index % 2 === 0 ? 'mine' : 'theirs' },
          rule: index % 2 === 0 ? 'mine' : 'theirs',
          fields: { owner: index % 2 === 0 ? 'mine' : 'theirs' },
        }),
      );
      const scopes: readonly (readonly [string, Filter])[] = [
        ['a column', { op: '=', field: 'account', value: 'mine' }],
        ['a field', { op: '=', field: 'owner', value: 'mine' }],
        ['a negation', { op: 'not', filter: { op: 'in', field: 'account', value: ['theirs'] } }],
      ];
      // Filters that try to widen what the scope leaves.
      const widening: Filter = {
        op: 'or',
        filters: [everything, { op: '=', field: 'account', value: 'theirs' }],
      };
      test.each(scopes)('by %s bounds every read', async (_name, scope) => {
        await withStore(events, async (store) => {
          const query = { ...all, scope, filter: widening };
          expect(await store.count(query)).toEqual({ matching: 20, total: 20 });
          const { rows } = await store.list({ ...query, limit: 100 });
          expect(rows).toHaveLength(20);
          expect(rows.every(({ place }) => place.account === 'mine')).toBe(true);
          const buckets = await store.histogram({ ...query, step: 3_600_000 });
          expect(buckets.reduce((sum, { total }) => sum + total, 0)).toBe(20);
          for (const field of ['rule', 'owner', 'account']) {
            expect((await store.top({ ...query, field, n: 10 })).entries).toEqual([
              { value: 'mine', count: 20 },
            ]);
          }
          expect(await store.get(scope, 'detection', 'e1')).toBeUndefined();
          expect((await store.get(scope, 'detection', 'e2'))?.id).toBe('e2');
          const wide = await store.list({ ...all, limit: 5 });
          const next = await store.list({ ...query, limit: 100, cursor: wide.nextCursor ?? '' });
          expect(next.rows.every(({ place }) => place.account === 'mine')).toBe(true);
        });
      });

      test('of somebody without a team shows nothing', async () => {
        await withStore(events, async (store) => {
          const query = { ...all, scope: nothing };
          expect(await store.count(query)).toEqual({ matching: 0, total: 0 });
          expect((await store.list({ ...query, limit: 10 })).rows).toEqual([]);
          expect(await store.histogram({ ...query, step: 60_000 * 60 })).toEqual([]);
          expect((await store.top({ ...query, field: 'rule', n: 5 })).entries).toEqual([]);
          expect(await store.get(nothing, 'detection', 'e2')).toBeUndefined();
        });
      });
    });

    describe('agrees with the filter in memory', () => {
      let store: EventStore;
      // Three days, most of whose hours are over when the last event comes; a fifth of the events is late.
      const events = Array.from({ length: 600 }, (_, index) => {
        const position = index % 5 === 4 ? (index * 7919) % 600 : index;
        return fleetEvent(`e${index}`, start + position * 431_017 + (index % 3), index);
      });
      beforeAll(async () => {
        store = await under.open({ folder: newFolder() });
        for (let from = 0; from < events.length; from += 60)
          await store.append(events.slice(from, from + 60));
      });
      afterAll(() => store.close());

      const time = fc.integer({ min: start - 3_600_000, max: start + 3 * day + 3_600_000 });
      const minutes = time.map((value) => Math.floor(value / 60_000) * 60_000);
      const range = fc
        .oneof(fc.tuple(time, time), fc.tuple(minutes, minutes), fc.constant([all.from, all.to] as const))
        .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

      test('in what it counts and lists', async () => {
        const cases = fc.asyncProperty(
          filterOf(events),
          filterOf(events),
          range,
          async (scope, filter, within) => {
            const seen = events
              .filter(({ time: at }) => at >= within.from && at < within.to)
              .filter(matchFilter(scope));
            const expected = seen.filter(matchFilter(filter));
            const query = { scope, filter, ...within };
            expect(await store.count(query)).toEqual({ matching: expected.length, total: seen.length });
            const { rows } = await store.list({ ...query, limit: 1000 });
            expect(rows.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
          },
        );
        await fc.assert(cases, { numRuns: 250 });
      });

      test('in its histograms', async () => {
        const step = fc.constantFrom(1000, 7000, 60_000, 300_000, 3_600_000, 6 * 3_600_000, day);
        const cases = fc.asyncProperty(filterOf(events), range, step, async (filter, within, width) => {
          if ((within.to - within.from) / width > 20_000) return;
          const expected = new Map<string, number>();
          for (const { time: at, severity } of events.filter(matchFilter(filter))) {
            if (at < within.from || at >= within.to) continue;
            const key = `${Math.floor(at / width) * width} ${severity}`;
            expected.set(key, (expected.get(key) ?? 0) + 1);
          }
          const buckets = await store.histogram({ scope: everything, filter, ...within, step: width });
          const actual = buckets.flatMap((bucket) =>
            severities.map(
              (severity) => [`${bucket.time} ${severity}`, bucket.severities[severity]] as const,
            ),
          );
          expect(Object.fromEntries(actual.filter(([, n]) => n > 0))).toEqual(Object.fromEntries(expected));
          expect(buckets.map(({ time: at }) => at)).toEqual(
            buckets.map(({ time: at }) => at).toSorted((a, b) => a - b),
          );
        });
        await fc.assert(cases, { numRuns: 150 });
      });

      test('in its top values', async () => {
        const field = fc.constantFrom(
          'rule',
          'severity',
          'task',
          'user',
          'tag',
          'proc.name',
          'proc.pid',
          'evt.args',
          'evt.ok',
        );
        const cases = fc.asyncProperty(filterOf(events), range, field, async (filter, within, name) => {
          const counts = new Map<string, number>();
          for (const event of events.filter(matchFilter(filter))) {
            if (event.time < within.from || event.time >= within.to) continue;
            for (const value of topValues(event, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
          }
          const expected = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
          const { entries, isComplete } = await store.top({
            scope: everything,
            filter,
            ...within,
            field: name,
            n: 1000,
          });
          expect(isComplete).toBe(true);
          expect(entries.map(({ value, count }) => [value, count])).toEqual(expected);
        });
        await fc.assert(cases, { numRuns: 150 });
      });
    });

    describe('refuses', () => {
      const good = testEvent('good', start);
      const circular: { self?: unknown } = {};
      circular.self = circular;
      const events: readonly (readonly [string, unknown])[] = [
        ['no id', { ...good, id: '' }],
        ['a kind that is none', { ...good, kind: "x'; DROP TABLE event; --" }],
        ['no number as time', { ...good, time: Number.NaN }],
        ['a time in the far future', { ...good, time: Date.UTC(2200, 0, 1) }],
        ['an unknown severity', { ...good, severity: 'fatal' }],
        ['no fields', { ...good, fields: undefined }],
        ['a body that contains itself', { ...good, body: circular }],
        ['a body of two million characters', { ...good, body: 'x'.repeat(2_000_000) }],
      ];
      test.each(events)('an event with %s, and stores nothing of its batch', async (_name, bad) => {
        await withStore([], async (store) => {
          const failure = store.append([good, bad as StoredEvent]);
          await expect(failure).rejects.toThrow(InvalidEvent);
          await expect(failure).rejects.toMatchObject({ index: 1 });
          expect((await store.stats()).events).toBe(0);
        });
      });

      const filters: readonly (readonly [string, unknown])[] = [
        ['a field name with a quote', { op: '=', field: `a"') OR 1=1 --`, value: 'x' }],
        ['a field name with a line feed', { op: 'exists', field: 'a\nb' }],
        ['a field that is no text', { op: 'exists', field: 5 }],
        ['an unknown operator', { op: 'matches', field: 'rule', value: '.*' }],
        ['a value that is an object', { op: '=', field: 'rule', value: { $ne: 1 } }],
        ['a list where one value belongs', { op: '=', field: 'rule', value: ['a'] }],
        ['a number that is none', { op: '<', field: 'time', value: Number.NaN }],
        [
          'too deep a tree',
          Array.from({ length: 40 }).reduce((filter) => ({ op: 'not', filter }), everything),
        ],
        ['too many values', { op: 'in', field: 'rule', value: Array.from({ length: 10_001 }, String) }],
        ['nothing at all', null],
      ];
      test.each(filters)('%s, as a filter and as a scope', async (_name, bad) => {
        await withStore([good], async (store) => {
          const filter = bad as Filter;
          await expect(store.list({ ...all, filter, limit: 1 })).rejects.toThrow(FilterError);
          await expect(store.count({ ...all, scope: filter })).rejects.toThrow(FilterError);
          await expect(store.get(filter, 'detection', 'good')).rejects.toThrow(FilterError);
        });
      });

      test('ranges, limits, steps and cursors that make no sense', async () => {
        await withStore([good], async (store) => {
          const calls = [
            store.list({ ...all, limit: 0 }),
            store.list({ ...all, limit: 1001 }),
            store.list({ ...all, limit: 1, cursor: 'x' }),
            store.list({ ...all, limit: 1, cursor: Buffer.from('[1,{}]').toString('base64url') }),
            store.list({ ...all, limit: 1, cursor: Buffer.from('["1 OR 1=1",1]').toString('base64url') }),
            store.count({ ...all, from: all.to, to: all.from }),
            store.count({ ...all, from: Number.NaN }),
            store.histogram({ ...all, step: 0 }),
            store.histogram({ ...all, step: 1000.5 }),
            store.histogram({ ...all, from: 0, step: 1000 }),
            store.top({ ...all, field: 'time', n: 1 }),
            store.top({ ...all, field: 'a"b', n: 1 }),
            store.top({ ...all, field: 'rule', n: -1 }),
          ];
          for (const result of await Promise.allSettled(calls)) {
            expect(result).toMatchObject({ status: 'rejected', reason: expect.any(InvalidQuery) });
          }
        });
      });
    });

    test('takes hostile text as text', async () => {
      const hostile = `'; DROP TABLE event; --"\\%_\u0000`;
      const event = testEvent(hostile, start, {
        rule: hostile,
        tags: [hostile],
        fields: { [`f ${hostile.slice(0, 20)}`]: 1 },
      });
      await withStore([event, testEvent('other', start)], async (store) => {
        for (const filter of [
          { op: '=', field: 'rule', value: hostile },
          { op: 'contains', field: 'rule', value: '%_' },
          { op: '=', field: 'tag', value: hostile },
        ] as const) {
          expect((await store.list({ ...all, filter, limit: 10 })).rows.map(({ id }) => id)).toEqual([
            hostile,
          ]);
        }
        expect((await store.get(everything, 'detection', hostile))?.id).toBe(hostile);
      });
    });

    test('an empty range holds nothing', async () => {
      await withStore([testEvent('a', start)], async (store) => {
        const query = { ...all, from: start, to: start };
        expect(await store.count(query)).toEqual({ matching: 0, total: 0 });
        expect((await store.list({ ...query, limit: 1 })).rows).toEqual([]);
        expect(await store.histogram({ ...query, step: 1000 })).toEqual([]);
      });
    });

    test('forgets whole days by time and by size, oldest first', async () => {
      const events = Array.from({ length: 2000 }, (_, index) =>
        testEvent(`e${index}`, start + (index % 4) * day + index * 1000, { body: 'x'.repeat(400) }),
      );
      await withStore(events, async (store) => {
        const byTime = await store.retain({ before: start + 1.5 * day });
        expect(byTime.deletedEvents).toBe(500);
        expect((await store.count(all)).total).toBe(1500);
        expect(await store.get(everything, 'detection', 'e0')).toBeUndefined();
        const bySize = await store.retain({ maxBytes: 1 });
        expect(bySize.deletedEvents).toBe(1000);
        expect((await store.count(all)).total).toBe(500);
        expect((await store.stats()).oldest).toBe(start + 3 * day + 3000);
        expect(await store.append(events.slice(0, 1))).toMatchObject({ accepted: 1, duplicates: 0 });
        expect((await store.retain({})).deletedEvents).toBe(0);
        expect((await store.list({ ...all, limit: 1000 })).rows).toHaveLength(501);
      });
    });

    test('removes all sample data and nothing else', async () => {
      const events = Array.from({ length: 300 }, (_, index) =>
        testEvent(`e${index}`, start + index * 600_000, {
          isSample: index % 3 === 0,
          severity: 'high',
          rule: 'r',
        }),
      );
      const folder = newFolder();
      const store = await under.open({ folder });
      await store.append(events);
      expect(await store.deleteSample()).toBe(100);
      expect(await store.deleteSample()).toBe(0);
      expect(await store.count(all)).toEqual({ matching: 200, total: 200 });
      expect((await store.top({ ...all, field: 'rule', n: 1 })).entries).toEqual([
        { value: 'r', count: 200 },
      ]);
      expect((await store.histogram({ ...all, step: day })).reduce((sum, { total }) => sum + total, 0)).toBe(
        200,
      );
      expect(await store.append(events.slice(0, 2))).toMatchObject({ accepted: 1, duplicates: 1 });
      await store.close();
      const again = await under.open({ folder });
      expect(await again.stats()).toMatchObject({ events: 201, oldest: start });
      await again.close();
    });

    test('a query that needs too long is cut off', async () => {
      const folder = newFolder();
      const store = await under.open({ folder, budgetMs: 1 });
      const fields = { 'proc.cmdline': 'a'.repeat(300) };
      for (let batch = 0; batch < 4; batch += 1) {
        const events = Array.from({ length: 10_000 }, (_, index) =>
          testEvent(`${batch}-${index}`, start + index, { fields }),
        );
        await store.append(events);
      }
      const filter: Filter = { op: 'contains', field: 'proc.cmdline', value: 'ab' };
      await expect(store.count({ ...all, filter })).rejects.toThrow(QueryTimeout);
      expect(await store.append([testEvent('after', start)])).toMatchObject({ accepted: 1, duplicates: 0 });
      await store.close();
    });

    test('a closed store says so, and one folder has one store', async () => {
      const folder = newFolder();
      const store = await under.open({ folder });
      await expect(under.open({ folder })).rejects.toThrow(StoreLocked);
      await store.append([testEvent('a', start)]);
      await store.close();
      await store.close();
      await expect(store.append([testEvent('b', start)])).rejects.toThrow(StoreClosed);
      await expect(store.count(all)).rejects.toThrow(StoreClosed);
      await expect(store.stats()).rejects.toThrow(StoreClosed);
    });

    test('20 times killed: every acknowledged event is there exactly once', {
      timeout: 240_000,
    }, async () => {
      const folder = newFolder();
      let acknowledged = 0;
      for (let round = 0; round < 20; round += 1) {
        const last = await appendUntilKilled(under, folder, round);
        const store = await under.open({ folder });
        const { events } = await store.stats();
        for (let batch = 0; batch <= last; batch += 1) {
          expect(await store.append(killBatch(round, batch))).toMatchObject({ accepted: 0, duplicates: 50 });
          acknowledged += 50;
        }
        expect((await store.stats()).events).toBe(events);
        expect((await store.count(all)).total).toBe(events);
        const histogram = await store.histogram({ ...all, step: 3_600_000 });
        expect(histogram.reduce((sum, { total }) => sum + total, 0)).toBe(events);
        await store.close();
      }
      const store = await under.open({ folder });
      const ids = new Set<string>();
      let rows = 0;
      let cursor: string | undefined;
      do {
        const page = await store.list({ ...all, limit: 1000, ...(cursor !== undefined && { cursor }) });
        rows += page.rows.length;
        for (const { id } of page.rows) ids.add(id);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      await store.close();
      expect(ids.size).toBe(rows);
      expect(rows).toBeGreaterThanOrEqual(acknowledged);
      expect(acknowledged).toBeGreaterThan(1000);
    });

    test('a full disk loses nothing acknowledged and ends when there is space', {
      timeout: 120_000,
    }, async (context) => {
      const folder = newFolder();
      const reason = mountSmallDisk(folder);
      if (reason !== undefined) {
        if (process.env.REQUIRE_ALL === '1') throw new Error(reason);
        context.skip(reason);
      }
      try {
        const ballast = join(folder, 'ballast');
        writeFileSync(ballast, Buffer.alloc(20 * 1024 * 1024));
        const store = await under.open({ folder: join(folder, 'store') });
        let acknowledged = 0;
        const batchOf = (number: number): StoredEvent[] =>
          Array.from({ length: 500 }, (_, index) =>
            testEvent(`${number}-${index}`, start + (number * 500 + index) * 20_000, {
              body: `${number}-${index}`.repeat(60),
            }),
          );
        let failure: unknown;
        while (failure === undefined && acknowledged < 1000) {
          await store.append(batchOf(acknowledged)).then(
            () => {
              acknowledged += 1;
            },
            (error: unknown) => {
              failure = error;
            },
          );
        }
        expect(failure).toBeInstanceOf(StoreFull);
        expect(String(failure)).toMatch(/no space left for .*free some/);
        await expect(store.append(batchOf(acknowledged))).rejects.toThrow(StoreFull);
        expect((await store.count(all)).total).toBeGreaterThanOrEqual(acknowledged * 500);
        rmSync(ballast);
        const retried = await store.append(batchOf(acknowledged));
        expect(retried.accepted + retried.duplicates).toBe(500);
        for (let number = 0; number <= acknowledged; number += 1) {
          expect(await store.append(batchOf(number))).toMatchObject({ accepted: 0, duplicates: 500 });
        }
        expect((await store.count(all)).total).toBe((acknowledged + 1) * 500);
        await store.close();
      } finally {
        execFileSync('umount', ['-l', folder]);
      }
    });
  });
}

function topValues(event: StoredEvent, field: string): string[] {
  if (field === 'rule' || field === 'user' || field === 'severity')
    return event[field] === undefined ? [] : [event[field]];
  if (field === 'task') return event.place.task === undefined ? [] : [event.place.task];
  if (field === 'tag') return [...event.tags];
  const value = event.fields[field];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** Mounts 32 MiB at `folder`; returns why it cannot. */
function mountSmallDisk(folder: string): string | undefined {
  mkdirSync(folder, { recursive: true });
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'mounting a small disk needs root on Linux';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `a small disk cannot be mounted here: ${String(error)}`;
  }
}

/** Number of the last acknowledged batch, -1 for none. */
function appendUntilKilled(under: EventStoreUnderTest, folder: string, round: number): Promise<number> {
  const script = fileURLToPath(new URL('./testdata/append-until-killed.ts', import.meta.url));
  const args = [script, under.module.href, under.exportName, folder, String(round)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), 20 + ((round * 37) % 150));
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the child ended with ${code} before it was killed`));
      else resolve(Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1)));
    });
  });
}
