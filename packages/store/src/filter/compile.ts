import type { Filter } from '@breakwater/model';
import { checkFilter } from './check.ts';
import type { Bind, Column, Dialect, Item, ItemsColumn, Parameter } from './dialect.ts';
import { FilterError } from './filter-error.ts';
import {
  asNumber,
  asTime,
  type Operand,
  type Order,
  type PositiveOperator,
  severityRanks,
} from './operand.ts';

/** A condition for a WHERE clause, with `?` placeholders in the order of `params`. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly Parameter[];
}

const always = '1 = 1';
const never = '1 = 0';

/**
 * Compiles a filter to SQL of `dialect`. Negations are pushed down to the conditions, so that every part is
 * two-valued: a missing field never makes a whole filter unknown.
 * @throws FilterError for a malformed or oversized filter and for a field that the dialect does not know
 */
export function compileFilter(filter: Filter, dialect: Dialect): Sql {
  checkFilter(filter);
  const params: Parameter[] = [];
  const bind: Bind = (value) => {
    params.push(value);
    return '?';
  };
  return { sql: compileNode(filter, false, dialect, bind), params };
}

function compileNode(filter: Filter, isNegated: boolean, dialect: Dialect, bind: Bind): string {
  switch (filter.op) {
    case 'not':
      return compileNode(filter.filter, !isNegated, dialect, bind);
    case 'and':
    case 'or': {
      const isAnd = (filter.op === 'and') !== isNegated;
      if (filter.filters.length === 0) return isAnd ? always : never;
      const parts = filter.filters.map((part) => compileNode(part, isNegated, dialect, bind));
      return `(${parts.join(isAnd ? ' AND ' : ' OR ')})`;
    }
    case '!=':
      return compileCondition(filter.field, '=', [filter.value], !isNegated, dialect, bind);
    case 'not-in':
      return compileCondition(filter.field, 'in', filter.value, !isNegated, dialect, bind);
    case 'exists':
      return compileExists(columnOf(filter.field, dialect), isNegated, dialect, bind);
    case 'in':
      return compileCondition(filter.field, 'in', filter.value, isNegated, dialect, bind);
    default:
      return compileCondition(filter.field, filter.op, [filter.value], isNegated, dialect, bind);
  }
}

function columnOf(field: string, dialect: Dialect): Column {
  const column = dialect.column(field);
  if (column === undefined) throw new FilterError(`there is no field ${JSON.stringify(field)}`, field);
  return column;
}

function compileExists(column: Column, isNegated: boolean, dialect: Dialect, bind: Bind): string {
  if (column.kind !== 'items') return `${column.sql} IS ${isNegated ? '' : 'NOT '}NULL`;
  const some = dialect.someItem(column, bind, () => always);
  return isNegated ? `NOT ${some}` : some;
}

function compileCondition(
  field: string,
  op: PositiveOperator,
  values: readonly Operand[],
  isNegated: boolean,
  dialect: Dialect,
  bind: Bind,
): string {
  const column = columnOf(field, dialect);
  if (column.kind === 'items') {
    const some = compileItems(column, op, values, dialect, bind);
    return isNegated ? `NOT ${some}` : some;
  }
  const condition = compileScalar(column, op, values, dialect, bind);
  return isNegated ? `(${column.sql} IS NULL OR NOT ${condition})` : condition;
}

function compileScalar(
  column: Exclude<Column, ItemsColumn>,
  op: PositiveOperator,
  values: readonly Operand[],
  dialect: Dialect,
  bind: Bind,
): string {
  if (column.kind === 'severity') return isIn(column.sql, severityRanks(op, values), bind);
  if (column.kind === 'text') return compileText(column.sql, op, values.map(String), dialect, bind);
  if (op === 'contains' || op === 'starts-with') return never;
  const numbers = values
    .map(column.kind === 'time' ? asTime : asNumber)
    .filter((value) => value !== undefined);
  return compileNumber(column.sql, op, numbers, bind);
}

function compileText(
  sql: string,
  op: PositiveOperator,
  values: readonly string[],
  dialect: Dialect,
  bind: Bind,
): string {
  if (op === '=' || op === 'in') return isIn(sql, values, bind);
  const value = values[0];
  if (value === undefined) return never;
  if (op === 'contains') return dialect.contains(sql, bind(value));
  if (op === 'starts-with') return dialect.startsWith(sql, bind(value));
  return `(${sql} ${op} ${bind(value)})`;
}

function compileNumber(sql: string, op: '=' | 'in' | Order, values: readonly number[], bind: Bind): string {
  if (op === '=' || op === 'in') return isIn(sql, values, bind);
  return values[0] === undefined ? never : `(${sql} ${op} ${bind(values[0])})`;
}

function isIn(sql: string, values: readonly Parameter[], bind: Bind): string {
  const [first] = values;
  if (first === undefined) return `(${never})`;
  if (values.length === 1) return `(${sql} = ${bind(first)})`;
  return `(${sql} IN (${values.map(bind).join(', ')}))`;
}

/** Text meets text, a number meets the text it prints as, and likewise true and false. */
function compileItems(
  column: ItemsColumn,
  op: PositiveOperator,
  values: readonly Operand[],
  dialect: Dialect,
  bind: Bind,
): string {
  const texts = values.map(String);
  const needle =
    values.length === 1 && (op === '=' || op === 'contains' || op === 'starts-with') ? texts[0] : undefined;
  return dialect.someItem(
    column,
    bind,
    (item) => compileItem(item, op, values, texts, dialect, bind),
    needle,
  );
}

function compileItem(
  item: Item,
  op: PositiveOperator,
  values: readonly Operand[],
  texts: readonly string[],
  dialect: Dialect,
  bind: Bind,
): string {
  const parts = [compileText(item.text, op, texts, dialect, bind)];
  const numbers = values.map(asNumber).filter((value) => value !== undefined);
  const booleans = texts.filter((text) => text === 'true' || text === 'false');
  if (numbers.length > 0 && op !== 'contains' && op !== 'starts-with') {
    parts.push(compileNumber(item.number, op, numbers, bind));
  }
  if (booleans.length > 0 && (op === '=' || op === 'in')) parts.push(isIn(item.boolean, booleans, bind));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : `(${parts.join(' OR ')})`;
}
