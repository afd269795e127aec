import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { everything } from '@breakwater/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreCorrupt, StoreSchema } from '../../errors.ts';
import { testEvent } from '../testdata/test-event.ts';
import { openSqliteEventStore } from './event-store.ts';

const start = Date.UTC(2026, 2, 1);
let folder = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-damage-'));
  const store = await openSqliteEventStore({ folder });
  await store.append([testEvent('a', start), testEvent('b', start + 86_400_000)]);
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a damaged day is named, and without it the rest opens', async () => {
  const file = join(folder, 'events-20260301.db');
  writeFileSync(file, 'this is no database, whatever its name says'.repeat(200));
  const failure = openSqliteEventStore({ folder });
  await expect(failure).rejects.toThrow(StoreCorrupt);
  await expect(failure).rejects.toThrow(/events-20260301\.db is damaged .*move it away/);
  rmSync(file);
  const store = await openSqliteEventStore({ folder });
  expect(
    (await store.list({ scope: everything, filter: everything, from: 0, to: start * 2, limit: 9 })).rows,
  ).toHaveLength(1);
  await store.close();
});

test('a file of a newer program is left alone', async () => {
  const db = new DatabaseSync(join(folder, 'events-20260302.db'));
  db.exec('PRAGMA user_version = 99');
  db.close();
  await expect(openSqliteEventStore({ folder })).rejects.toThrow(StoreSchema);
});

test('other files in the folder do not matter', async () => {
  for (const name of ['events-2026030.db', 'events-20260301.db.bak', 'notes.txt'])
    writeFileSync(join(folder, name), 'x');
  const store = await openSqliteEventStore({ folder });
  expect((await store.stats()).events).toBe(2);
  await store.close();
});
