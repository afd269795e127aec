import type { DatabaseSync } from 'node:sqlite';

/** Raised whenever the tables or what is written into them change: older caches are then compiled anew. */
export const schemaVersion = 6;

/** Tables of a compiled database. `affected` is clustered by package, so that a look-up reads one stretch. */
export function createSchema(database: DatabaseSync): void {
  database.exec(`
    PRAGMA page_size = 8192;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE info (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE advisory (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE package (
      ecosystem TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL, hash TEXT, PRIMARY KEY (ecosystem, name)
    ) WITHOUT ROWID;
    CREATE TABLE affected (
      package INTEGER NOT NULL, advisory INTEGER NOT NULL, entry INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (package, advisory, entry)
    ) WITHOUT ROWID;
    CREATE TABLE cve (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  `);
}
