import { isSeverity, type Severity, severities, severityRank } from '@breakwater/model';
import { StoreCorrupt, StoreMisuse } from '../../errors.ts';
import type { Collection, Column, ColumnType } from '../collection.ts';
import type { Stored } from '../state-store.ts';

/** A value as SQLite keeps it. */
export type SqlValue = string | number | null;

/** The key, the record as JSON and the columns, in the order in which the collection declares them. */
export function rowOf<R>(collection: Collection<R>, record: R): readonly SqlValue[] {
  const columns = Object.entries(collection.columns).map(([name, column]) =>
    columnValue(collection.name, name, column, record),
  );
  return [collection.key(record), JSON.stringify(record), ...columns];
}

export function storedOf<R>(collection: Collection<R>, row: Readonly<Record<string, unknown>>): Stored<R> {
  const key = String(row.key);
  try {
    return { key, version: Number(row.version), record: JSON.parse(String(row.record)) as R };
  } catch (cause) {
    throw new StoreCorrupt(`the record ${key} of ${collection.name} is no JSON`, { cause });
  }
}

/** The value that a column of this type shows to callers. */
export function shownValue(type: ColumnType, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') return value === 'true';
  if (type === 'severity') return severities[Number(value)] ?? null;
  return typeof value === 'number' ? value : String(value);
}

function columnValue<R>(collection: string, name: string, column: Column<R>, record: R): SqlValue {
  const value = column.value(record);
  const wrong = () => new StoreMisuse(`${collection}.${name}: ${JSON.stringify(value)} is no ${column.type}`);
  if (value === undefined) {
    if (column.isRequired) throw new StoreMisuse(`${collection}.${name} must have a value`);
    return null;
  }
  switch (column.type) {
    case 'list':
      if (!Array.isArray(value)) throw wrong();
      return JSON.stringify([...new Set(value)]);
    case 'severity':
      if (!isSeverity(value)) throw wrong();
      return severityRank(value satisfies Severity);
    case 'time': {
      const time = typeof value === 'string' ? Date.parse(value) : value;
      if (typeof time !== 'number' || !Number.isFinite(time)) throw wrong();
      return Math.floor(time);
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong();
      return String(value);
    case 'integer':
      if (!Number.isSafeInteger(value)) throw wrong();
      return value as number;
    case 'real':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong();
      return value;
    case 'text':
      if (typeof value !== 'string') throw wrong();
      return value;
  }
}
