import { DatabaseSync } from 'node:sqlite';
import { StoreSchema } from '../../errors.ts';
import { classColumns, seriesColumns } from './columns.ts';

const version = 1;

/** Columns whose values are looked up and counted without reading the whole series. */
const indexed = ['rule', 'account', 'cluster', 'service', 'task', 'user'];

/**
 * One UTC day. Events are only ever appended, in the order they come; nothing on that path writes to random
 * places. Once an hour is over it is sealed: `place` then lists its events by series, `hour` counts them by
 * series and `minute` by class, and `total` and `class.n` count the events of
 * all sealed hours. A late event is added to
 * these in its own transaction, so that counts and events never differ.
 * `key` holds runs of keys, each in order of `hash`, up to event `run.upto`; `seen` is the filter over them.
 * `summary` has one row.
 */
const ddl = `
  CREATE TABLE class (
    id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, n INTEGER NOT NULL, is_sample INTEGER NOT NULL,
    ${classColumns.join(', ')}
  );
  CREATE TABLE series (
    id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, class INTEGER NOT NULL, is_sample INTEGER NOT NULL,
    ${seriesColumns.map(([, column]) => column).join(', ')}
  );
  ${indexed.map((column) => `CREATE INDEX series_${column} ON series (${column});`).join('\n  ')}
  CREATE TABLE total (series INTEGER PRIMARY KEY, n INTEGER NOT NULL);
  CREATE TABLE event (
    n INTEGER PRIMARY KEY, time INTEGER NOT NULL, series INTEGER NOT NULL, kind INTEGER NOT NULL,
    id TEXT NOT NULL, title TEXT NOT NULL, fields TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE INDEX event_time ON event (time, series);
  CREATE TABLE sealed (hour INTEGER PRIMARY KEY);
  CREATE TABLE place (
    hour INTEGER, series INTEGER, time INTEGER, n INTEGER, PRIMARY KEY (hour, series, time, n)
  ) WITHOUT ROWID;
  CREATE TABLE hour (time INTEGER, series INTEGER, n INTEGER NOT NULL, PRIMARY KEY (time, series)) WITHOUT ROWID;
  CREATE TABLE minute (time INTEGER, class INTEGER, n INTEGER NOT NULL, PRIMARY KEY (time, class)) WITHOUT ROWID;
  CREATE TABLE run (id INTEGER PRIMARY KEY, upto INTEGER NOT NULL);
  CREATE TABLE key (run INTEGER, hash INTEGER, n INTEGER, PRIMARY KEY (run, hash, n)) WITHOUT ROWID;
  CREATE TABLE seen (segment INTEGER PRIMARY KEY, keys INTEGER NOT NULL, bits BLOB NOT NULL);
  CREATE TABLE summary (events INTEGER NOT NULL, next INTEGER NOT NULL, oldest INTEGER, newest INTEGER);
  INSERT INTO summary VALUES (0, 1, NULL, NULL);
  PRAGMA user_version = ${version};
`;

export interface OpenOptions {
  /** Pages that SQLite may hold in memory. */
  readonly cacheBytes: number;
  /** Bytes of the file that are read through a memory map; none when absent. A scan takes half the time with it. */
  readonly mapBytes?: number;
}

/**
 * Opens the file of a day for its one writer, creating it when it is missing. A commit returns when its bytes
 * are on the disk (synchronous FULL).
 * @throws StoreSchema when a newer program wrote the file
 */
export function openForWriting(file: string, options: OpenOptions): DatabaseSync {
  const db = open(file, options);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000;');
    if (versionOf(db) === 0) db.exec(`BEGIN IMMEDIATE; ${ddl} COMMIT;`);
    checkVersion(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens the file of a day for queries only; sees every commit of the writer at once. */
export function openForReading(file: string, options: OpenOptions): DatabaseSync {
  const db = open(file, options);
  try {
    db.exec('PRAGMA query_only = ON');
    checkVersion(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function open(file: string, { cacheBytes, mapBytes = 0 }: OpenOptions): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 });
  db.exec(
    `PRAGMA cache_size = -${Math.ceil(cacheBytes / 1024)}; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = ${mapBytes};`,
  );
  return db;
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version);
}

function checkVersion(db: DatabaseSync, file: string): void {
  const found = versionOf(db);
  if (found === version) return;
  throw new StoreSchema(
    `${file} has version ${found}, this program knows ${version}: start the program that wrote it`,
  );
}
