import type { Event, FieldValue } from '@breakwater/model';
import { type AskedValue, anyValue } from './index-fields.ts';
import { type IndexValue, missing } from './index-values.ts';
import type { Extract } from './pass.ts';

/** What is looked up, with the values by field for which alone it may hold; no entry: any value, or none. */
export interface Indexed<T> {
  readonly item: T;
  readonly values: ReadonlyMap<IndexField, ReadonlySet<AskedValue>>;
}

/** A field of a text or a boolean that entries are told apart by. */
export interface IndexField {
  readonly extract: Extract;
}

/** A list this short is gone through faster than it is split. */
const fewEntries = 4;
/** Entries that say nothing of a field, as few as this, stand in the lists of all its values; more are asked apart. */
const fewRest = 16;
/** To look at a field pays when it spares an event as many entries, or a fifth of a short list. */
const leastSpared = 4;
/** References held by all lists of one index: beyond it lists are no longer split, nor kept joined. */
const maxReferences = 2_000_000;
/** What a list itself weighs, in references. */
const listWeight = 16;

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
  /** This list and another as one, by the other: events that lead to both come again and again. */
  joins: Map<Branch<T>, Branch<T>> | undefined;
}

interface Split<T> {
  readonly field: IndexField;
  readonly listed: ReadonlyMap<IndexValue, readonly Placed<T>[]>;
  readonly byValue: Map<IndexValue, Branch<T>>;
  /** The entries that list no values of the field. */
  readonly rest: Branch<T>;
  /** Those of them that do not ask for it to be there either. */
  readonly restIfMissing: Branch<T>;
  /** Whether the rest is asked besides the list of a value, which else holds it. */
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
    references += own.length + listWeight;
    return { entries: own, items: own.map(({ item }) => item), asked, split: 'undecided', joins: undefined };
  }

  function splitOf(node: Branch<T>, event: Event): Split<T> | 'none' {
    if (node.entries.length <= fewEntries || references > maxReferences) return 'none';
    const field = bestField(node, event);
    if (field === undefined) return 'none';
    const listed = new Map<IndexValue, Placed<T>[]>();
    for (const entry of node.entries) {
      for (const value of entry.values.get(field) ?? []) {
        if (value === anyValue) continue;
        const own = listed.get(value);
        if (own === undefined) listed.set(value, [entry]);
        else own.push(entry);
      }
    }
    const asked = [...node.asked, field];
    const silent = node.entries.filter(({ values }) => !values.has(field));
    const unlisted = node.entries.filter(({ values }) => values.get(field)?.has(anyValue) ?? true);
    const rest = branch(unlisted, asked);
    const restIfMissing = silent.length === unlisted.length ? rest : branch(silent, asked);
    return { field, listed, byValue: new Map(), rest, restIfMissing, isApart: unlisted.length > fewRest };
  }

  /** Undefined when no entry asks for the value. */
  function grow(split: Split<T>, value: IndexValue, rest: Branch<T>): Branch<T> | undefined {
    const own = split.listed.get(value);
    if (own === undefined) return undefined;
    const all = split.isApart ? own : [...own, ...rest.entries].sort(inPlace);
    const grown = branch(all, rest.asked);
    split.byValue.set(value, grown);
    return grown;
  }

  /** The lists that an event leads to; together they hold every entry that it may meet, once. */
  function walk(start: Branch<T>, event: Event, found: Branch<T>[]): void {
    let node = start;
    for (;;) {
      if (node.split === 'undecided') node.split = splitOf(node, event);
      const { split } = node;
      const value = split === 'none' ? undefined : split.field.extract(event);
      // A field that yields several values, or none of the kind it should, tells nothing apart.
      if (split === 'none' || typeof value === 'object' || typeof value === 'number') {
        if (node.items.length > 0) found.push(node);
        return;
      }
      const key = keyOf(value);
      const rest = value === undefined ? split.restIfMissing : split.rest;
      const next = split.byValue.get(key) ?? grow(split, key, rest);
      if (next !== undefined && split.isApart) walk(next, event, found);
      node = next === undefined || split.isApart ? rest : next;
    }
  }

  function join(a: Branch<T>, b: Branch<T>): Branch<T> {
    const known = a.joins?.get(b);
    if (known !== undefined) return known;
    const both = branch(mergedInPlace(a.entries, b.entries), a.asked);
    if (references > maxReferences) return both;
    a.joins ??= new Map();
    a.joins.set(b, both);
    return both;
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
    let joined = first;
    for (let at = 1; at < found.length; at += 1) joined = join(joined, found[at] ?? first);
    return joined.items;
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

/**
 * The field that leaves the fewest entries: by what they ask, and by the event that came here first, for events are
 * much alike.
 */
function bestField<T>({ entries, asked }: Branch<T>, event: Event): IndexField | undefined {
  const tallies = new Map<IndexField, Tally>();
  for (const { values } of entries) {
    for (const [field, own] of values) {
      if (asked.includes(field)) continue;
      const tally = tallies.get(field) ?? newTally(field, event);
      tallies.set(field, tally);
      count(tally, own);
    }
  }
  let best: IndexField | undefined;
  let fewest = entries.length - Math.min(leastSpared, entries.length / 5);
  for (const [field, tally] of tallies) {
    const left = entries.length - tally.entries + (expected(tally) + tally.met) / 2;
    if (left >= fewest) continue;
    fewest = left;
    best = field;
  }
  return best;
}

/** What entries ask of one field. */
interface Tally {
  /** Of the event at hand. */
  readonly value: IndexValue;
  entries: number;
  /** Those that the event at hand may meet. */
  met: number;
  /** Those that ask for the field to be missing. */
  missing: number;
  /** Those that ask for it to be there. */
  any: number;
  mentions: number;
  readonly values: Set<AskedValue>;
}

function newTally(field: IndexField, event: Event): Tally {
  const value = keyOf(field.extract(event));
  return { value, entries: 0, met: 0, missing: 0, any: 0, mentions: 0, values: new Set() };
}

function count(tally: Tally, own: ReadonlySet<AskedValue>): void {
  tally.entries += 1;
  if (own.has(tally.value) || (own.has(anyValue) && tally.value !== missing)) tally.met += 1;
  if (own.has(missing)) tally.missing += 1;
  else if (own.has(anyValue)) tally.any += 1;
  else {
    tally.mentions += own.size;
    for (const value of own) tally.values.add(value);
  }
}

/** The entries that an event may meet which has one of the values mentioned, or another; most fields are missing. */
function expected({ missing: met, any, mentions, values }: Tally): number {
  return met + any / 2 + mentions / (values.size + 1);
}

function keyOf(value: FieldValue | undefined): IndexValue {
  if (value === undefined) return missing;
  return typeof value === 'string' ? value : String(value);
}
