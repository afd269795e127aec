import type { Event } from '@breakwater/model';
import { type IndexValue, missing } from './index-values.ts';
import type { Extract } from './pass.ts';

/** What is looked up, with the texts by field for which alone it may hold; no entry: any text, or none. */
export interface Indexed<T> {
  readonly item: T;
  readonly values: ReadonlyMap<IndexField, ReadonlySet<IndexValue>>;
}

/** A text field that entries are told apart by. */
export interface IndexField {
  readonly extract: Extract;
}

/** A list this short is gone through faster than it is split. */
const fewEntries = 4;
/** Entries that say nothing of a field, as few as this, stand in the lists of all its values; more are asked apart. */
const fewRest = 16;
/** To look at a field pays when it spares an event as many entries, or a fifth of a short list. */
const leastSpared = 8;
/** References held by all lists of one index: beyond it lists are no longer split. */
const maxReferences = 2_000_000;

/** An entry with its place in the order. */
interface Placed<T> extends Indexed<T> {
  readonly place: number;
}

/** One list of entries, in order; split by the field that leaves the fewest when it is first met. */
interface Branch<T> {
  readonly entries: readonly Placed<T>[];
  readonly items: readonly T[];
  /** The fields that led here: they tell these entries apart no further. */
  readonly asked: readonly IndexField[];
  split: Split<T> | 'undecided' | 'none';
}

interface Split<T> {
  readonly field: IndexField;
  readonly listed: ReadonlyMap<IndexValue, readonly Placed<T>[]>;
  readonly byValue: Map<IndexValue, Branch<T>>;
  /** The entries that say nothing of the field. */
  readonly rest: Branch<T>;
  /** Whether `rest` is asked besides the list of a value, which else holds it. */
  readonly isApart: boolean;
}

/**
 * Finds the entries that an event may meet: a tree that asks one field a level, grown where events go. Many entries
 * that say nothing of a field are a tree of their own, so that each entry stands under few values. The order of the
 * entries is kept.
 */
export function createIndex<T>(indexed: readonly Indexed<T>[]): (event: Event) => readonly T[] {
  let references = 0;

  function branch(own: readonly Placed<T>[], asked: readonly IndexField[]): Branch<T> {
    references += own.length;
    return { entries: own, items: own.map(({ item }) => item), asked, split: 'undecided' };
  }

  function splitOf(node: Branch<T>): Split<T> | 'none' {
    if (node.entries.length <= fewEntries || references > maxReferences) return 'none';
    const field = bestField(node);
    if (field === undefined) return 'none';
    const listed = new Map<IndexValue, Placed<T>[]>();
    for (const entry of node.entries) {
      for (const value of entry.values.get(field) ?? []) {
        const own = listed.get(value);
        if (own === undefined) listed.set(value, [entry]);
        else own.push(entry);
      }
    }
    const silent = node.entries.filter(({ values }) => !values.has(field));
    const rest = branch(silent, [...node.asked, field]);
    return { field, listed, byValue: new Map(), rest, isApart: silent.length > fewRest };
  }

  /** Undefined when no entry asks for the value. */
  function grow(split: Split<T>, value: IndexValue): Branch<T> | undefined {
    const own = split.listed.get(value);
    if (own === undefined) return undefined;
    const all = split.isApart ? own : [...own, ...split.rest.entries].sort(inPlace);
    const grown = branch(all, split.rest.asked);
    split.byValue.set(value, grown);
    return grown;
  }

  /** The lists that an event leads to; together they hold every entry that it may meet, once. */
  function walk(start: Branch<T>, event: Event, found: Branch<T>[]): void {
    let node = start;
    for (;;) {
      if (node.split === 'undecided') node.split = splitOf(node);
      const { split } = node;
      const value = split === 'none' ? undefined : split.field.extract(event);
      // A field that yields several values, or none of the kind it should, tells nothing apart.
      if (split === 'none' || (value !== undefined && typeof value !== 'string')) {
        if (node.items.length > 0) found.push(node);
        return;
      }
      const key = value ?? missing;
      const next = split.byValue.get(key) ?? grow(split, key);
      if (next !== undefined && split.isApart) walk(next, event, found);
      node = next === undefined || split.isApart ? split.rest : next;
    }
  }

  const root = branch(
    indexed.map((entry, place) => ({ ...entry, place })),
    [],
  );
  const found: Branch<T>[] = [];
  return (event) => {
    found.length = 0;
    walk(root, event, found);
    const [first] = found;
    if (first === undefined) return none;
    if (found.length === 1) return first.items;
    let merged = first.entries;
    for (const { entries } of found.slice(1)) merged = mergedInPlace(merged, entries);
    return merged.map(({ item }) => item);
  };
}

const none: readonly never[] = [];

function mergedInPlace<T>(a: readonly Placed<T>[], b: readonly Placed<T>[]): readonly Placed<T>[] {
  const merged: Placed<T>[] = [];
  let at = 0;
  for (const entry of a) {
    for (let other = b[at]; other !== undefined && other.place < entry.place; other = b[at]) {
      merged.push(other);
      at += 1;
    }
    merged.push(entry);
  }
  for (let left = b[at]; left !== undefined; left = b[at]) {
    merged.push(left);
    at += 1;
  }
  return merged;
}

function inPlace<T>(a: Placed<T>, b: Placed<T>): number {
  return a.place - b.place;
}

/** The field that leaves an event the fewest entries: those it says nothing of, and one value's share. */
function bestField<T>({ entries, asked }: Branch<T>): IndexField | undefined {
  const tallies = new Map<
    IndexField,
    { entries: number; mentions: number; readonly values: Set<IndexValue> }
  >();
  for (const { values } of entries) {
    for (const [field, own] of values) {
      if (asked.includes(field)) continue;
      let tally = tallies.get(field);
      if (tally === undefined) {
        tally = { entries: 0, mentions: 0, values: new Set() };
        tallies.set(field, tally);
      }
      tally.entries += 1;
      tally.mentions += own.size;
      for (const value of own) tally.values.add(value);
    }
  }
  let best: IndexField | undefined;
  let fewest = entries.length - Math.min(leastSpared, entries.length / 5);
  for (const [field, tally] of tallies) {
    const left = entries.length - tally.entries + tally.mentions / Math.max(1, tally.values.size);
    if (left >= fewest) continue;
    fewest = left;
    best = field;
  }
  return best;
}
