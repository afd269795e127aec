import { everything, type Filter, nothing } from '@breakwater/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Conflict, InvalidQuery, NotFound, OutOfScope, StoreClosed, StoreMisuse } from '../errors.ts';
import { FilterError } from '../filter/filter-error.ts';
import { auditLog } from './collections/audit-entry.ts';
import { findings, type StoredFinding } from './collections/finding.ts';
import { type ImageSummary, images } from './collections/image.ts';
import { settings } from './collections/setting.ts';
import { users } from './collections/user.ts';
import { deleteSample, hasSample } from './sample.ts';
import type { ListQuery, Sort, StateStore } from './state-store.ts';

/** How a test gets at an implementation: `open` again gives a store on the same content. */
export interface StateStoreFixture {
  open(): Promise<StateStore>;
  dispose(): Promise<void>;
}

const teamA: Filter = { op: '=', field: 'account', value: 'a' };

function finding(id: string, part: Partial<StoredFinding> = {}): StoredFinding {
  return {
    id,
    type: 'check',
    subject: `arn:${id}`,
    key: 'ecs-1',
    title: `Finding ${id}`,
    severity: 'medium',
    status: 'open',
    firstSeen: '2026-11-01T00:00:00.000Z',
    lastSeen: '2026-11-02T00:00:00.000Z',
    place: { account: 'a' },
    evidence: {},
    isSample: false,
    ...part,
  };
}

function image(digest: string, part: Partial<ImageSummary> = {}): ImageSummary {
  return {
    digest,
    reference: digest,
    tags: [],
    origins: ['cli'],
    status: 'passed',
    counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    packages: 1,
    fixable: 0,
    knownExploited: 0,
    lastScanAt: '2026-11-01T00:00:00.000Z',
    places: { providers: [], accounts: [], regions: [], clusters: [], services: [], namespaces: [] },
    isSample: false,
    ...part,
  };
}

function setting(name: string, value: unknown) {
  return { name, value, updatedAt: '2026-11-01T00:00:00.000Z', updatedBy: 'ana' };
}

/** What every state store does, whatever it is built on. */
export function stateStoreSuite(name: string, create: () => Promise<StateStoreFixture>): void {
  describe(`state store: ${name}`, () => {
    let fixture: StateStoreFixture;
    let store: StateStore;

    beforeEach(async () => {
      fixture = await create();
      store = await fixture.open();
    });

    afterEach(async () => {
      await store.close();
      await fixture.dispose();
    });

    async function putFindings(...records: readonly StoredFinding[]): Promise<void> {
      await store.transaction((transaction) => transaction.table(findings, everything).putAll(records));
    }

    async function keys(query?: ListQuery, scope: Filter = everything): Promise<readonly string[]> {
      const page = await store.read((reader) => reader.table(findings, scope).list(query));
      return page.rows.map((row) => row.key);
    }

    describe('records', () => {
      it('come back as they were put, also after opening again', async () => {
        const value = {
          text: 'ä\u0000"\'; DROP TABLE settings',
          list: [1, 2.5, null],
          nested: { __proto: true },
        };
        await store.transaction((transaction) => transaction.table(settings).put(setting('a', value)));
        await store.close();
        store = await fixture.open();
        const stored = await store.read((reader) => reader.table(settings).get('a'));
        expect(stored).toEqual({ key: 'a', version: 1, record: setting('a', value) });
      });

      it('count their writes', async () => {
        const versions = await store.transaction(async (transaction) => {
          const table = transaction.table(settings);
          const first = await table.put(setting('a', 1));
          const second = await table.put(setting('a', 2));
          const third = await table.update(setting('a', 3), 2);
          return [first.version, second.version, third.version];
        });
        expect(versions).toEqual([1, 2, 3]);
      });

      it('are refused when inserted twice', async () => {
        const twice = store.transaction(async (transaction) => {
          await transaction.table(settings).insert(setting('a', 1));
          await transaction.table(settings).insert(setting('a', 2));
        });
        await expect(twice).rejects.toThrow(Conflict);
        expect(await store.read((reader) => reader.table(settings).count())).toBe(0);
      });

      it('are refused when a unique column is taken', async () => {
        const user = { login: 'ana', displayName: 'Ana', passwordHash: 'x', isDisabled: false };
        const both = store.transaction(async (transaction) => {
          const createdAt = '2026-11-01T00:00:00.000Z';
          await transaction.table(users).insert({ ...user, id: '1', createdAt });
          await transaction.table(users).insert({ ...user, id: '2', createdAt });
        });
        await expect(both).rejects.toThrow(Conflict);
      });

      it('are updated only at the expected version', async () => {
        await store.transaction((transaction) => transaction.table(settings).put(setting('a', 1)));
        const update = (key: string, version: number) =>
          store.transaction((transaction) => transaction.table(settings).update(setting(key, 2), version));
        await expect(update('a', 2)).rejects.toThrow(Conflict);
        await expect(update('b', 1)).rejects.toThrow(NotFound);
        expect((await update('a', 1)).version).toBe(2);
      });

      it('are deleted once, and only at the expected version', async () => {
        await store.transaction((transaction) => transaction.table(settings).put(setting('a', 1)));
        const remove = (version?: number) =>
          store.transaction((transaction) => transaction.table(settings).delete('a', version));
        await expect(remove(7)).rejects.toThrow(Conflict);
        expect(await remove(1)).toBe(true);
        expect(await remove()).toBe(false);
      });
    });

    describe('transactions', () => {
      it('leave nothing when they fail', async () => {
        const failed = store.transaction(async (transaction) => {
          await transaction.table(settings).put(setting('a', 1));
          throw new Error('no');
        });
        await expect(failed).rejects.toThrow('no');
        expect(await store.read((reader) => reader.table(settings).count())).toBe(0);
      });

      it('run one after the other', async () => {
        await store.transaction((transaction) => transaction.table(settings).put(setting('n', 0)));
        const increment = () =>
          store.transaction(async (transaction) => {
            const table = transaction.table(settings);
            const n = Number((await table.get('n'))?.record.value);
            await new Promise((resolve) => setImmediate(resolve));
            await table.put(setting('n', n + 1));
          });
        await Promise.all(Array.from({ length: 20 }, increment));
        const stored = await store.read((reader) => reader.table(settings).get('n'));
        expect(stored?.record.value).toBe(20);
      });

      it('are not seen by reads before they end, and a read sees one moment', async () => {
        const { promise: isWritten, resolve: written } = Promise.withResolvers<void>();
        const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
        const writing = store.transaction(async (transaction) => {
          await transaction.table(settings).put(setting('a', 1));
          written();
          await mayEnd;
        });
        await isWritten;
        const counts = await store.read(async (reader) => {
          const before = await reader.table(settings).count();
          end();
          await writing;
          return [before, await reader.table(settings).count()];
        });
        expect(counts).toEqual([0, 0]);
        expect(await store.read((reader) => reader.table(settings).count())).toBe(1);
      });

      it('refuse another one inside', async () => {
        const nested = store.transaction(() => store.transaction(async () => 1));
        await expect(nested).rejects.toThrow(StoreMisuse);
        await expect(store.transaction(() => store.read(async () => 1))).rejects.toThrow(StoreMisuse);
        expect(await store.transaction(async () => 2)).toBe(2);
      });

      it('give tables that end with them', async () => {
        const table = await store.transaction(async (transaction) => transaction.table(settings));
        await expect(table.put(setting('a', 1))).rejects.toThrow(StoreMisuse);
      });

      it('undo a refused write even when its error is caught', async () => {
        await store.transaction(async (transaction) => {
          const table = transaction.table(findings, teamA);
          const write = table.putAll([finding('1'), finding('2', { place: { account: 'b' } })]);
          await expect(write).rejects.toThrow(OutOfScope);
        });
        expect(await keys()).toEqual([]);
      });
    });

    describe('scope', () => {
      beforeEach(() => putFindings(finding('1'), finding('2', { place: { account: 'b' } }), finding('3')));

      it('bounds every read', async () => {
        const seen = await store.read(async (reader) => {
          const table = reader.table(findings, teamA);
          const any: Filter = { op: 'or', filters: [everything, { op: '=', field: 'account', value: 'b' }] };
          return {
            get: await table.get('2'),
            listed: (await table.list({ filter: any })).rows.map((row) => row.key),
            total: (await table.list({ filter: any, limit: 1 })).total,
            count: await table.count(any),
            counted: await table.countBy('account', { filter: any }),
          };
        });
        expect(seen).toEqual({
          get: undefined,
          listed: ['1', '3'],
          total: 2,
          count: 2,
          counted: [{ value: 'a', count: 2 }],
        });
      });

      it('of nobody shows nothing', async () => {
        expect(await keys({}, nothing)).toEqual([]);
      });

      it('on a field that the collection does not have lets nothing through', async () => {
        expect(await keys({}, { op: '=', field: 'tag', value: 'team=a' })).toEqual([]);
        expect(await keys({}, { op: '=', field: 'proc.name', value: 'sh' })).toEqual([]);
      });

      it('bounds every write', async () => {
        const inTeamA = <T>(work: (table: ReturnType<typeof tableOf>) => Promise<T>) =>
          store.transaction((transaction) => work(tableOf(transaction)));
        const tableOf = (transaction: Parameters<Parameters<StateStore['transaction']>[0]>[0]) =>
          transaction.table(findings, teamA);
        const outside = { place: { account: 'b' } };
        await expect(inTeamA((table) => table.put(finding('2')))).rejects.toThrow(OutOfScope);
        await expect(inTeamA((table) => table.put(finding('4', outside)))).rejects.toThrow(OutOfScope);
        await expect(inTeamA((table) => table.insert(finding('4', outside)))).rejects.toThrow(OutOfScope);
        await expect(inTeamA((table) => table.update(finding('1', outside), 1))).rejects.toThrow(OutOfScope);
        await expect(inTeamA((table) => table.update(finding('2'), 1))).rejects.toThrow(NotFound);
        expect(await inTeamA((table) => table.delete('2'))).toBe(false);
        expect(await inTeamA((table) => table.deleteWhere(everything))).toBe(2);
        expect(await keys()).toEqual(['2']);
      });
    });

    describe('lists', () => {
      const severe = ['low', 'critical', 'info', 'high', 'medium'] as const;

      it('match filters on every kind of column', async () => {
        await putFindings(
          ...severe.map((severity, index) =>
            finding(severity, {
              severity,
              isSample: index === 0,
              firstSeen: `2026-11-0${index + 1}T00:00:00Z`,
              place: index === 1 ? { account: 'a', cluster: 'prod' } : { account: 'a' },
            }),
          ),
        );
        const rows: readonly [Filter, readonly string[]][] = [
          [{ op: '=', field: 'severity', value: 'high' }, ['high']],
          [{ op: '>=', field: 'severity', value: 'high' }, ['critical', 'high']],
          [{ op: '=', field: 'isSample', value: 'true' }, ['low']],
          [{ op: '<', field: 'firstSeen', value: '2026-11-02T00:00:00Z' }, ['low']],
          [{ op: '>=', field: 'firstSeen', value: Date.parse('2026-11-05T00:00:00Z') }, ['medium']],
          [{ op: 'exists', field: 'cluster' }, ['critical']],
          [{ op: '!=', field: 'cluster', value: 'prod' }, ['high', 'info', 'low', 'medium']],
          [{ op: 'contains', field: 'title', value: 'Finding hi' }, ['high']],
          [{ op: 'contains', field: 'title', value: '%' }, []],
          [{ op: 'starts-with', field: 'subject', value: 'arn:i' }, ['info']],
          [{ op: 'in', field: 'severity', value: ['low', 'info'] }, ['info', 'low']],
          [{ op: '=', field: 'user', value: 'x' }, []],
          [{ op: 'not', filter: { op: '=', field: 'user', value: 'x' } }, [...severe].sort()],
        ];
        for (const [filter, expected] of rows) {
          expect(await keys({ filter }), JSON.stringify(filter)).toEqual(expected);
        }
      });

      it('match a list by any of its values', async () => {
        const places = image('').places;
        await store.transaction((transaction) =>
          transaction
            .table(images, everything)
            .putAll([
              image('1', { tags: ['v1', 'latest'], places: { ...places, clusters: ['a', 'b'] } }),
              image('2', { tags: ['v2', 'v2'], places: { ...places, clusters: ['b'] } }),
              image('3'),
            ]),
        );
        const [bounded, tags, clusters] = await store.read(async (reader) => {
          const inB = reader.table(images, { op: '=', field: 'cluster', value: 'b' });
          const latest = await inB.list({ filter: { op: '=', field: 'tag', value: 'latest' } });
          const all = reader.table(images, everything);
          return [latest.rows.map((row) => row.key), await all.countBy('tag'), await all.countBy('cluster')];
        });
        expect(bounded).toEqual(['1']);
        expect(clusters?.[0]).toEqual({ value: 'b', count: 2 });
        expect(tags).toHaveLength(4);
        expect(tags).toEqual(
          expect.arrayContaining([null, 'latest', 'v1', 'v2'].map((value) => ({ value, count: 1 }))),
        );
      });

      const sorts: readonly (readonly Sort[])[] = [
        [],
        [{ column: 'severity', direction: 'ascending' }],
        [{ column: 'cluster', direction: 'ascending' }],
        [{ column: 'cluster', direction: 'descending' }],
        [
          { column: 'status', direction: 'descending' },
          { column: 'cluster', direction: 'ascending' },
          { column: 'lastSeen', direction: 'descending' },
        ],
      ];
      it.each(sorts.map((sort) => [sort.map((part) => `${part.column} ${part.direction}`).join(', '), sort]))(
        'page without gap or repetition: by %s',
        async (_title, sort) => {
          const clusters = ['x', 'y', undefined, 'z'] as const;
          const records = Array.from({ length: 57 }, (_, index) => {
            const cluster = clusters[index % 4];
            return finding(String(index).padStart(3, '0'), {
              severity: severe[index % 5] ?? 'low',
              status: index % 3 === 0 ? 'open' : 'resolved',
              lastSeen: new Date(Date.UTC(2026, 10, 1 + (index % 7))).toISOString(),
              place: cluster === undefined ? { account: 'a' } : { account: 'a', cluster },
            });
          });
          await putFindings(...records);
          const whole = await keys({ sort, limit: 1000 });
          expect(new Set(whole).size).toBe(57);
          const paged: string[] = [];
          let cursor: string | undefined;
          do {
            const query: ListQuery = { sort, limit: 10, ...(cursor === undefined ? {} : { cursor }) };
            const page = await store.read((reader) => reader.table(findings, everything).list(query));
            expect(page.total).toBe(57);
            paged.push(...page.rows.map((row) => row.key));
            cursor = page.next;
          } while (cursor !== undefined);
          expect(paged).toEqual(whole);
        },
      );

      it('sort by severity, and put records without a value last both ways', async () => {
        await putFindings(
          finding('1', { severity: 'low', place: { cluster: 'x' } }),
          finding('2', { severity: 'critical' }),
          finding('3', { severity: 'high', place: { cluster: 'y' } }),
        );
        const by = (column: string, direction: Sort['direction']) => keys({ sort: [{ column, direction }] });
        expect(await by('severity', 'ascending')).toEqual(['2', '3', '1']);
        expect(await by('cluster', 'ascending')).toEqual(['1', '3', '2']);
        expect(await by('cluster', 'descending')).toEqual(['3', '1', '2']);
      });

      it('refuse what they cannot answer', async () => {
        await putFindings(finding('1'), finding('2'));
        const first = await store.read((reader) => reader.table(findings, everything).list({ limit: 1 }));
        const other: readonly Sort[] = [{ column: 'severity', direction: 'ascending' }];
        const queries: readonly ListQuery[] = [
          { limit: 0 },
          { limit: 1001 },
          { limit: 1.5 },
          { sort: [{ column: 'evidence', direction: 'ascending' }] },
          { sort: [{ column: '__proto__', direction: 'ascending' }] },
          { cursor: 'x' },
          { cursor: '' },
          { cursor: Buffer.from('{"a":1}').toString('base64url') },
          { sort: other, cursor: first.next ?? '' },
        ];
        for (const query of queries) {
          await expect(keys(query), JSON.stringify(query)).rejects.toThrow(InvalidQuery);
        }
        await expect(keys({ filter: { op: '=', field: 'evidence', value: 1 } })).rejects.toThrow(FilterError);
        const sortByList = store.read((reader) =>
          reader.table(images, everything).list({ sort: [{ column: 'tag', direction: 'ascending' }] }),
        );
        await expect(sortByList).rejects.toThrow(InvalidQuery);
      });

      it('are counted by a column', async () => {
        await putFindings(
          finding('1', { severity: 'high' }),
          finding('2', { severity: 'high', place: { cluster: 'x' } }),
          finding('3', { isSample: true }),
        );
        const counts = await store.read(async (reader) => {
          const table = reader.table(findings, everything);
          return [
            await table.countBy('severity'),
            await table.countBy('cluster'),
            await table.countBy('isSample'),
            await table.countBy('severity', { limit: 1 }),
          ];
        });
        expect(counts).toEqual([
          [
            { value: 'high', count: 2 },
            { value: 'medium', count: 1 },
          ],
          [
            { value: null, count: 2 },
            { value: 'x', count: 1 },
          ],
          [
            { value: false, count: 2 },
            { value: true, count: 1 },
          ],
          [{ value: 'high', count: 2 }],
        ]);
      });
    });

    it('appends to a log in order', async () => {
      for (const id of ['c', 'a', 'b']) {
        await store.transaction((transaction) =>
          transaction.log(auditLog).append({
            id,
            time: '2026-11-01T00:00:00Z',
            actor: 'ana',
            action: 'team.create',
            target: 't',
            outcome: 'done',
            detail: {},
          }),
        );
      }
      const page = await store.read((reader) => reader.log(auditLog).list({ limit: 2 }));
      expect(page.rows.map((row) => row.key)).toEqual(['c', 'a']);
      expect(page.total).toBe(3);
    });

    it('removes the sample and nothing else', async () => {
      await putFindings(finding('1', { isSample: true }), finding('2'));
      await store.transaction((transaction) =>
        transaction.table(images, everything).put(image('1', { isSample: true })),
      );
      expect(await store.read(hasSample)).toBe(true);
      expect(await deleteSample(store)).toEqual({ findings: 1, images: 1 });
      expect(await store.read(hasSample)).toBe(false);
      expect(await keys()).toEqual(['2']);
    });

    it('finishes what runs before it closes, and refuses the rest', async () => {
      const writing = store.transaction(async (transaction) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await transaction.table(settings).put(setting('a', 1));
      });
      const closing = store.close();
      await expect(store.read(async () => 1)).rejects.toThrow(StoreClosed);
      await writing;
      await closing;
      await expect(store.transaction(async () => 1)).rejects.toThrow(StoreClosed);
      store = await fixture.open();
      expect(await store.read((reader) => reader.table(settings).count())).toBe(1);
    });
  });
}
