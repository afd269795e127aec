import { commonColumns, type Filter } from '@breakwater/model';

/** Of these columns one thing may have several values, and times are compared otherwise. */
const otherColumns: readonly string[] = ['time', 'team', 'tag'];

/** Columns that have at most one value, so that two different values exclude each other. */
const singleColumns: ReadonlySet<string> = new Set(
  commonColumns.filter((column) => !otherColumns.includes(column)),
);

type Condition = Exclude<Filter, { op: 'and' | 'or' | 'not' }>;

/** Whether something may match both filters. False only when their conditions exclude each other. */
export function mayOverlap(a: Filter, b: Filter): boolean {
  if (a.op === 'or') return a.filters.some((part) => mayOverlap(part, b));
  if (b.op === 'or') return b.filters.some((part) => mayOverlap(a, part));
  if (a.op === 'and') return a.filters.every((part) => mayOverlap(part, b));
  if (b.op === 'and') return b.filters.every((part) => mayOverlap(a, part));
  const [left, right] = [conditionOf(a), conditionOf(b)];
  if (left === undefined || right === undefined || left.field !== right.field) return true;
  return !singleColumns.has(left.field) || (agree(left, right) && agree(right, left));
}

/** A negated comparison as the comparison that says the same; undefined for what is not looked into. */
function conditionOf(filter: Filter): Condition | undefined {
  if ('filters' in filter) return undefined;
  if (filter.op !== 'not') return filter;
  const inner = filter.filter;
  switch (inner.op) {
    case '=':
      return { ...inner, op: '!=' };
    case '!=':
      return { ...inner, op: '=' };
    case 'in':
      return { ...inner, op: 'not-in' };
    case 'not-in':
      return { ...inner, op: 'in' };
    default:
      return undefined;
  }
}

/** Whether one of the values that the first condition names is one that the second accepts. */
function agree(first: Condition, second: Condition): boolean {
  switch (first.op) {
    case '=':
      return accepts(second, String(first.value));
    case 'in':
      return first.value.some((value) => accepts(second, String(value)));
    case 'starts-with':
      return second.op !== 'starts-with' || isPrefixed(String(first.value), String(second.value));
    default:
      return true;
  }
}

/** Whether some text can begin with both. */
function isPrefixed(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function accepts(condition: Condition, value: string): boolean {
  switch (condition.op) {
    case '=':
      return String(condition.value) === value;
    case '!=':
      return String(condition.value) !== value;
    case 'in':
      return condition.value.some((one) => String(one) === value);
    case 'not-in':
      return condition.value.every((one) => String(one) !== value);
    case 'contains':
      return value.includes(String(condition.value));
    case 'starts-with':
      return value.startsWith(String(condition.value));
    default:
      return true;
  }
}
