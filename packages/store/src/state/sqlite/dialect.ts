import { commonColumns } from '@breakwater/model';
import type { Column as CompiledColumn, Dialect } from '../../filter/dialect.ts';
import type { Collection, ColumnType } from '../collection.ts';
import { quoted } from './naming.ts';

const kinds = {
  text: 'text',
  boolean: 'text',
  integer: 'number',
  real: 'number',
  time: 'time',
  severity: 'severity',
  list: 'items',
} as const satisfies Record<ColumnType, CompiledColumn['kind']>;

/** A common column that the collection does not have: missing in every record. */
const missing: CompiledColumn = { kind: 'text', sql: 'NULL' };

const common: ReadonlySet<string> = new Set(commonColumns);

/** How filters read the table of a collection. A boolean is kept as the text `true` or `false`. */
export function filterDialect<R>(collection: Collection<R>): Dialect {
  return dialect(collection, (field) => (common.has(field) ? missing : undefined));
}

/** A scope may name any field; what the collection does not have is missing, so that nothing is let through. */
export function scopeDialect<R>(collection: Collection<R>): Dialect {
  return dialect(collection, () => missing);
}

function dialect<R>(
  collection: Collection<R>,
  unknown: (field: string) => CompiledColumn | undefined,
): Dialect {
  const table = quoted(collection.name);
  return {
    column: (field) => {
      const column = Object.hasOwn(collection.columns, field) ? collection.columns[field] : undefined;
      if (column === undefined) return unknown(field);
      return { kind: kinds[column.type], sql: `${table}.${quoted(field)}` };
    },
    contains: (text, needle) => `(instr(${text}, ${needle}) > 0)`,
    startsWith: (text, needle) => `(instr(${text}, ${needle}) = 1)`,
    someItem: (column, _bind, condition) => {
      const item = condition({ text: 'item.value', number: 'NULL', boolean: 'NULL' });
      return `EXISTS (SELECT 1 FROM json_each(${column.sql}) AS item WHERE ${item})`;
    },
  };
}
