import type { Event } from '@breakwater/model';
import type { TypedOperand } from '../check/typed.ts';
import { type IndexValue, missing } from './index-values.ts';
import type { Extract } from './pass.ts';

/** What is looked up, with the texts by field for which alone it may hold; no entry: any text, or none. */
export interface Indexed<T> {
  readonly item: T;
  readonly values: ReadonlyMap<IndexField, ReadonlySet<IndexValue>>;
}

/** A text field that entries are told apart by. */
export interface IndexField {
  readonly operand: TypedOperand;
  readonly extract: Extract;
}

/** A list this short is gone through faster than it is split. */
const fewEntries = 4;
/** References held by all lists of one index: beyond it lists are no longer split. */
const maxReferences = 2_000_000;

/** One list of entries, in order; split by the field that leaves the fewest when it is first met. */
interface Branch<T> {
  readonly entries: readonly Indexed<T>[];
  readonly items: readonly T[];
  /** The fields that led here: they tell these entries apart no further. */
  readonly asked: readonly IndexField[];
  split: Split<T> | 'undecided' | 'none';
}

interface Split<T> {
  readonly field: IndexField;
  readonly listed: ReadonlyMap<IndexValue, number>;
  readonly byValue: Map<IndexValue, Branch<T>>;
  readonly rest: Branch<T>;
}

/**
 * Finds the entries that an event may meet: a tree that asks one field a level, grown where events go. The
 * order of the entries is kept.
 */
export function createIndex<T>(entries: readonly Indexed<T>[]): (event: Event) => readonly T[] {
  let references = entries.length;

  function branch(own: readonly Indexed<T>[], asked: readonly IndexField[]): Branch<T> {
    references += own.length;
    return { entries: own, items: own.map(({ item }) => item), asked, split: 'undecided' };
  }

  function splitOf(node: Branch<T>): Split<T> | 'none' {
    if (node.entries.length <= fewEntries || references > maxReferences) return 'none';
    const field = bestField(node);
    if (field === undefined) return 'none';
    const listed = new Map<IndexValue, number>();
    for (const { values } of node.entries) {
      for (const value of values.get(field) ?? []) listed.set(value, (listed.get(value) ?? 0) + 1);
    }
    const rest = branch(
      node.entries.filter(({ values }) => !values.has(field)),
      [...node.asked, field],
    );
    return { field, listed, byValue: new Map(), rest };
  }

  function grow(node: Branch<T>, split: Split<T>, value: IndexValue): Branch<T> {
    if (!split.listed.has(value)) return split.rest;
    const fitting = node.entries.filter(({ values }) => values.get(split.field)?.has(value) ?? true);
    const grown = branch(fitting, split.rest.asked);
    split.byValue.set(value, grown);
    return grown;
  }

  const root = branch(entries, []);
  return (event) => {
    let node = root;
    for (;;) {
      if (node.split === 'undecided') node.split = splitOf(node);
      const { split } = node;
      if (split === 'none') return node.items;
      const value = split.field.extract(event);
      // A field that yields several values, or none of the kind it should, tells nothing apart.
      if (value !== undefined && typeof value !== 'string') return node.items;
      const key = value ?? missing;
      node = split.byValue.get(key) ?? grow(node, split, key);
    }
  };
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
  let fewest = entries.length * 0.8;
  for (const [field, tally] of tallies) {
    const left = entries.length - tally.entries + tally.mentions / Math.max(1, tally.values.size);
    if (left >= fewest) continue;
    fewest = left;
    best = field;
  }
  return best;
}
