import { compareText } from '../comparison.ts';
import { parseDate } from '../dates.ts';
import { checkKeys, type FilterContext, type FilterType } from '../filter.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { compileCapture } from '../regex.ts';
import { compileKey } from '../resource-key.ts';

type SortKey = string | number | null;
type KeyOf = (resource: JsonObject) => SortKey;

const orders = ['asc', 'desc', 'reverse', 'randomize'] as const;

/**
 * Groups and sorts the resources and keeps a part of each group: first `discard` and `discard-percent` are
 * taken away, then `limit` and `limit-percent` bound what is left (the smaller counts). `order` also sorts
 * the groups.
 */
export const reduce: FilterType = {
  name: 'reduce',
  compile: (filter, context) => {
    checkKeys(
      filter,
      ['group-by', 'sort-by', 'order', 'null-order', 'limit', 'limit-percent', 'discard', 'discard-percent'],
      context,
    );
    const { order = 'asc', 'null-order': nullOrder = 'last' } = filter;
    if (!(orders as readonly Json[]).includes(order)) {
      throw context.source.error(filter, `order must be ${orders.join(', ')}`);
    }
    const groupOf = compileSortKey(filter['group-by'], 'group-by', context);
    const sortOf = compileSortKey(filter['sort-by'], 'sort-by', context);
    const bounds = {
      limit: numberOf(filter, 'limit', context),
      limitPercent: numberOf(filter, 'limit-percent', context),
      discard: numberOf(filter, 'discard', context),
      discardPercent: numberOf(filter, 'discard-percent', context),
    };
    const arrange = <T>(items: readonly T[], keyOf: (item: T) => SortKey): readonly T[] => {
      if (order === 'reverse') return items.toReversed();
      if (order === 'randomize') return shuffled(items);
      return sorted(items, keyOf, order === 'desc', nullOrder === 'first');
    };
    return (resources) => {
      const groups =
        groupOf === undefined ? [{ key: null, members: resources }] : grouped(resources, groupOf);
      const ordered =
        groupOf === undefined
          ? groups
          : sorted(groups, (one) => one.key, order === 'desc', nullOrder === 'first');
      return ordered.flatMap(({ members }) => {
        const isPlain = sortOf === undefined && (order === 'asc' || order === 'desc');
        return cut(isPlain ? members : arrange(members, sortOf ?? (() => null)), bounds);
      });
    };
  },
};

function compileSortKey(by: Json | undefined, name: string, context: FilterContext): KeyOf | undefined {
  if (by === undefined || by === null) return undefined;
  const options: JsonObject = isObject(by) ? by : { key: by };
  const { key, value_type: type = 'string', value_regex: regex } = options;
  if (typeof key !== 'string') throw context.source.error(by, `${name} needs a key`);
  if (type !== 'string' && type !== 'number' && type !== 'date') {
    throw context.source.error(by, `${name}: value_type must be string, number or date`);
  }
  const read = compileKey(key);
  const capture = typeof regex === 'string' ? compileCapture(regex) : undefined;
  return (resource) => {
    const value = read(resource);
    const found = capture === undefined ? value : typeof value === 'string' ? (capture(value) ?? null) : null;
    if (found === null) return null;
    if (type === 'date') return parseDate(found)?.getTime() ?? null;
    if (type === 'string') return typeof found === 'string' ? found : JSON.stringify(found);
    const number = Number(found);
    return Number.isNaN(number) ? null : number;
  };
}

function numberOf(filter: JsonObject, key: string, context: FilterContext): number | undefined {
  const value = filter[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value < 0) throw context.source.error(filter, `${key} must be a number`);
  return value;
}

function grouped(
  resources: readonly JsonObject[],
  keyOf: KeyOf,
): readonly { readonly key: SortKey; readonly members: readonly JsonObject[] }[] {
  return [...Map.groupBy(resources, keyOf)].map(([key, members]) => ({ key, members }));
}

function sorted<T>(
  items: readonly T[],
  keyOf: (item: T) => SortKey,
  isDescending: boolean,
  areNullsFirst: boolean,
): readonly T[] {
  const withKeys = items.map((item) => ({ item, key: keyOf(item) }));
  const known = withKeys.filter((one) => one.key !== null);
  const unknown = withKeys.filter((one) => one.key === null);
  known.sort((a, b) => compareKeys(a.key, b.key) * (isDescending ? -1 : 1));
  return (areNullsFirst ? [...unknown, ...known] : [...known, ...unknown]).map((one) => one.item);
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareText(String(a), String(b));
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, position: Math.random() }))
    .sort((a, b) => a.position - b.position)
    .map((one) => one.item);
}

interface Bounds {
  readonly limit: number | undefined;
  readonly limitPercent: number | undefined;
  readonly discard: number | undefined;
  readonly discardPercent: number | undefined;
}

/** Percentages are of what is there at that step, rounded down. */
function cut<T>(items: readonly T[], bounds: Bounds): readonly T[] {
  let left = items;
  if (bounds.discardPercent !== undefined)
    left = left.slice(Math.floor((left.length * bounds.discardPercent) / 100));
  if (bounds.discard !== undefined) left = left.slice(bounds.discard);
  if (bounds.limitPercent !== undefined)
    left = left.slice(0, Math.floor((left.length * bounds.limitPercent) / 100));
  return bounds.limit === undefined ? left : left.slice(0, bounds.limit);
}
