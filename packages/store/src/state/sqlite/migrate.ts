import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { StoreSchema } from '../../errors.ts';

/** One step of the schema. `sql` is a script of statements. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

const ledger = `CREATE TABLE IF NOT EXISTS schema_migrations (
  id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT`;

/**
 * Brings the database to the newest schema: all missing migrations in one transaction, or none.
 * Throws StoreSchema when the database is newer than the program or an applied migration was edited.
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[], now: () => number): void {
  requireOrder(migrations);
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(ledger);
    const applied = database.prepare('SELECT id, name, checksum FROM schema_migrations ORDER BY id').all();
    for (const row of applied) requireUnchanged(migrations, Number(row.id), String(row.name), row.checksum);
    for (const migration of migrations.slice(applied.length)) {
      database.exec(migration.sql);
      database
        .prepare('INSERT INTO schema_migrations (id, name, checksum, applied_at) VALUES (?, ?, ?, ?)')
        .run(migration.id, migration.name, checksum(migration), new Date(now()).toISOString());
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function requireOrder(migrations: readonly Migration[]): void {
  for (const [index, migration] of migrations.entries()) {
    if (migration.id !== index + 1) {
      throw new StoreSchema(`migration ${migration.name} has id ${migration.id}, expected ${index + 1}`);
    }
  }
}

function requireUnchanged(migrations: readonly Migration[], id: number, name: string, stored: unknown): void {
  const migration = migrations[id - 1];
  if (migration === undefined) {
    throw new StoreSchema(
      `the database has migration ${id} (${name}), this program knows ${migrations.length}: start the newer program`,
    );
  }
  if (checksum(migration) !== stored) {
    throw new StoreSchema(`migration ${id} (${name}) was edited after it was applied: add a new one instead`);
  }
}

function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
