import type { Filter } from '@breakwater/model';
import { Conflict, NotFound, OutOfScope } from '../../errors.ts';
import type { Collection } from '../collection.ts';
import type { Log, Stored, Table } from '../state-store.ts';
import type { Connection } from './connection.ts';
import { quoted } from './naming.ts';
import { bounded, findByKey, readTable } from './read-table.ts';
import { rowOf } from './row.ts';

/** Reads and writes a collection inside a scope. */
export function table<R>(connection: () => Connection, collection: Collection<R>, scope: Filter): Table<R> {
  const name = quoted(collection.name);
  const statements = writeStatements(collection);
  const isUnbounded = scope.op === 'and' && scope.filters.length === 0;

  /** Runs a write and undoes it when it leaves the record outside the scope. */
  function inScope(record: R, write: (open: Connection, key: string) => Stored<R>): Stored<R> {
    const open = connection();
    const key = collection.key(record);
    if (isUnbounded) return write(open, key);
    return atomically(open, () => {
      const stored = write(open, key);
      if (findByKey(open, collection, scope, key) !== undefined) return stored;
      throw new OutOfScope(`${key} of ${collection.name} would be outside the scope`);
    });
  }

  function put(record: R): Stored<R> {
    return inScope(record, (open, key) => {
      if (!isUnbounded) refuseHidden(open, key);
      const row = open.first(statements.put, rowOf(collection, record));
      return { key, version: Number(row?.version), record };
    });
  }

  function refuseHidden(open: Connection, key: string): void {
    const isThere = open.first(`SELECT 1 FROM ${name} WHERE key = ?`, [key]) !== undefined;
    if (isThere && findByKey(open, collection, scope, key) === undefined) {
      throw new OutOfScope(`${key} of ${collection.name} is outside the scope`);
    }
  }

  function requireVersion(open: Connection, key: string, expectedVersion: number): void {
    const found = findByKey(open, collection, scope, key);
    if (found === undefined) throw new NotFound(`there is no ${key} in ${collection.name}`);
    if (found.version === expectedVersion) return;
    throw new Conflict(
      `${key} of ${collection.name} was changed: version ${found.version}, expected ${expectedVersion}`,
    );
  }

  return {
    ...readTable(connection, collection, scope),
    put: async (record) => put(record),
    putAll: async (records) => {
      atomically(connection(), () => {
        for (const record of records) put(record);
      });
    },
    insert: async (record) =>
      inScope(record, (open, key) => {
        open.run(statements.insert, rowOf(collection, record));
        return { key, version: 1, record };
      }),
    update: async (record, expectedVersion) =>
      inScope(record, (open, key) => {
        requireVersion(open, key, expectedVersion);
        const [, ...values] = rowOf(collection, record);
        open.run(statements.update, [...values, key]);
        return { key, version: expectedVersion + 1, record };
      }),
    delete: async (key, expectedVersion) => {
      const open = connection();
      if (findByKey(open, collection, scope, key) === undefined) return false;
      if (expectedVersion !== undefined) requireVersion(open, key, expectedVersion);
      return open.run(`DELETE FROM ${name} WHERE key = ?`, [key]).changes > 0;
    },
    deleteWhere: async (filter) => {
      const where = bounded(collection, scope, filter);
      return connection().run(`DELETE FROM ${name} WHERE ${where.sql}`, where.params).changes;
    },
  };
}

/** Appends to a log; the table's triggers refuse everything else. */
export function appendLog<R>(connection: () => Connection, collection: Collection<R>, scope: Filter): Log<R> {
  const { insert } = writeStatements(collection);
  return {
    ...readTable(connection, collection, scope),
    append: async (record) => {
      connection().run(insert, rowOf(collection, record));
    },
  };
}

interface WriteStatements {
  readonly insert: string;
  readonly put: string;
  readonly update: string;
}

function writeStatements<R>(collection: Collection<R>): WriteStatements {
  const name = quoted(collection.name);
  const columns = ['record', ...Object.keys(collection.columns).map(quoted)];
  const insert = `INSERT INTO ${name} (key, ${columns.join(', ')}, version)
    VALUES (?, ${columns.map(() => '?').join(', ')}, 1)`;
  const replaced = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  return {
    insert,
    put: `${insert} ON CONFLICT (key) DO UPDATE SET ${replaced}, version = ${name}.version + 1 RETURNING version`,
    update: `UPDATE ${name} SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1
      WHERE key = ?`,
  };
}

/** All or nothing inside the transaction, so that a caller who catches the error keeps no half of it. */
function atomically<T>(connection: Connection, work: () => T): T {
  connection.exec('SAVEPOINT write');
  try {
    const result = work();
    connection.exec('RELEASE write');
    return result;
  } catch (error) {
    // A full disk may have ended the whole transaction already.
    if (connection.database.isTransaction) connection.exec('ROLLBACK TO write; RELEASE write');
    throw error;
  }
}
