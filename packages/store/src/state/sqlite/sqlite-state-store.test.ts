import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreCorrupt, StoreFull, StoreSchema } from '../../errors.ts';
import { mountSmallDisk } from '../../testing/small-disk.ts';
import { auditLog } from '../collections/audit-entry.ts';
import { collections } from '../collections/index.ts';
import { settings } from '../collections/setting.ts';
import { stateStoreSuite } from '../state-store.suite.ts';
import type { StateStore } from '../state-store.ts';
import { migrations } from './migrations/index.ts';
import { sqlName } from './naming.ts';
import { openSqliteState } from './sqlite-state-store.ts';

const now = () => Date.UTC(2026, 10, 1);

stateStoreSuite('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-state-'));
  return {
    open: async () => openSqliteState({ path: join(folder, 'state.db'), now }),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});

describe('state.db', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'breakwater-state-'));
    path = join(folder, 'state.db');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('has the columns that the collections declare', async () => {
    await openSqliteState({ path, now }).close();
    const database = new DatabaseSync(path);
    for (const collection of collections) {
      const rows = database.prepare('SELECT name, "notnull" AS required FROM pragma_table_info(?)');
      const actual = rows.all(sqlName(collection.name)).map((row) => [row.name, row.required]);
      const declared = Object.entries(collection.columns).map(([name, column]) => [
        sqlName(name),
        column.isRequired ? 1 : 0,
      ]);
      const kept = actual.filter(
        ([name]) => !['key', 'version', 'record', 'sequence'].includes(String(name)),
      );
      expect(kept.sort(), collection.name).toEqual(declared.sort());
    }
    database.close();
  });

  it('lists every collection file', () => {
    const files = readdirSync(new URL('../collections/', import.meta.url)).filter(
      (name) => name !== 'index.ts',
    );
    // image.ts, image-packages.ts, notification.ts, package-variant.ts and resource.ts hold two collections each.
    expect(collections.length).toBe(files.length + 8);
  });

  it('is refused when it is newer than the program', async () => {
    const newer = { id: migrations.length + 1, name: 'future', sql: 'CREATE TABLE future (x TEXT) STRICT' };
    await openSqliteState({ path, now, migrations: [...migrations, newer] }).close();
    expect(() => openSqliteState({ path, now })).toThrow(StoreSchema);
  });

  it('is refused when an applied migration was edited', async () => {
    await openSqliteState({ path, now }).close();
    const edited = migrations.map((migration) => ({ ...migration, sql: `${migration.sql} ` }));
    expect(() => openSqliteState({ path, now, migrations: edited })).toThrow(/edited/);
  });

  it('is left as it was when a migration fails', async () => {
    await openSqliteState({ path, now }).close();
    const next = migrations.length + 1;
    const failing = [
      ...migrations,
      { id: next, name: 'good', sql: 'CREATE TABLE good (x TEXT) STRICT' },
      { id: next + 1, name: 'bad', sql: 'CREATE TABLE bad (' },
    ];
    expect(() => openSqliteState({ path, now, migrations: failing })).toThrow(/incomplete input/);
    await openSqliteState({ path, now }).close();
  });

  it.each([
    ['UPDATE', "UPDATE audit_log SET actor = 'x'"],
    ['DELETE', 'DELETE FROM audit_log'],
    [
      'REPLACE',
      "REPLACE INTO audit_log SELECT sequence, key, 2, '{}', time, 'x', action, target, outcome, team FROM audit_log",
    ],
  ])('refuses %s on the audit log', async (_title, sql) => {
    const store = openSqliteState({ path, now });
    await store.transaction((transaction) =>
      transaction.log(auditLog).append({
        id: '1',
        time: '2026-11-01T00:00:00Z',
        actor: 'ana',
        action: 'login',
        target: 'ana',
        outcome: 'done',
        detail: {},
      }),
    );
    await store.close();
    const database = new DatabaseSync(path);
    expect(() => database.exec(sql)).toThrow('the audit log is only appended');
    database.close();
  });

  it('says when it is no database', () => {
    writeFileSync(path, 'this is not a database, and long enough to have a header of its own '.repeat(40));
    expect(() => openSqliteState({ path, now })).toThrow(StoreCorrupt);
  });

  it('has every acknowledged transaction, and none by halves, after 10 kills in mid-write', async () => {
    const acknowledged: string[] = [];
    for (let run = 0; run < 10; run += 1) acknowledged.push(...(await writeUntilKilled(path, run)));
    expect(acknowledged.length).toBeGreaterThan(50);
    await openSqliteState({ path, now }).close();
    const database = new DatabaseSync(path);
    const keys = new Set(
      database
        .prepare('SELECT key FROM settings')
        .all()
        .map((row) => String(row.key)),
    );
    expect(acknowledged.filter((pair) => !keys.has(`${pair}.a`))).toEqual([]);
    expect(
      [...keys].filter((key) => !keys.has(key.replace(/[ab]$/, (side) => (side === 'a' ? 'b' : 'a')))),
    ).toEqual([]);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  }, 60_000);

  it('is copied while in use', async () => {
    const store = openSqliteState({ path, now });
    await store.transaction((transaction) => transaction.table(settings).put(setting('a', 'x')));
    await store.backup(join(folder, 'copy.db'));
    await store.close();
    const copy = openSqliteState({ path: join(folder, 'copy.db'), now });
    expect((await copy.read((reader) => reader.table(settings).get('a')))?.record.value).toBe('x');
    await copy.close();
  });
});

describe('state.db on a full disk', () => {
  const disk = mountSmallDisk('8m');
  afterEach(() => disk.unmount());

  it.skipIf(disk.skipReason)(
    `refuses, keeps what it has and goes on (${disk.skipReason ?? '8 MiB'})`,
    async () => {
      const path = join(disk.path, 'state.db');
      const store = openSqliteState({ path, now });
      let written = 0;
      const fill = async () => {
        for (; written < 100; written += 1) await put(store, `${written}`, 'x'.repeat(200_000));
      };
      await expect(fill()).rejects.toThrow(StoreFull);
      expect(written).toBeGreaterThan(5);
      expect(await store.read((reader) => reader.table(settings).count())).toBe(written);
      execFileSync('mount', ['-o', 'remount,size=64m', disk.path]);
      await put(store, 'after', 'room');
      await store.close();
      const again = openSqliteState({ path, now });
      expect(await again.read((reader) => reader.table(settings).count())).toBe(written + 1);
      await again.close();
    },
  );
});

/** Kills the child some time after it began; what it said was acknowledged. */
async function writeUntilKilled(path: string, run: number): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('testdata/write-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [program, path, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, 20 + run * 9));
  child.kill('SIGKILL');
  await once(child, 'close');
  return output.split('\n').slice(1, -1);
}

function setting(name: string, value: unknown) {
  return { name, value, updatedAt: '2026-11-01T00:00:00.000Z', updatedBy: 'ana' };
}

async function put(store: StateStore, name: string, value: unknown): Promise<void> {
  await store.transaction((transaction) => transaction.table(settings).put(setting(name, value)));
}
