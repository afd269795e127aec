import type { Seen } from '../seen.ts';
import type { TypeFacts } from '../type-facts.ts';

/** A number that rows of a stream carry. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly unit: 'count' | 'bytes';
}

/** A list of things that happened, each row with who did it, when and how often. */
export interface Stream {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  /** Events of which types it looks at. */
  readonly on: (facts: TypeFacts) => boolean;
  /** Events with the same key are one row; undefined: the event is of no concern. Absent: each event is a row. */
  readonly key?: (seen: Seen) => number | string | undefined;
  /** Without a key: whether the event is a row. */
  readonly isRow?: (seen: Seen) => boolean;
  /** What the row is about. */
  readonly what: (seen: Seen) => string;
  /** More about it; may be empty. */
  readonly detail: (seen: Seen) => string;
  /** Adds an event to the figures, which are in the order of the table. */
  readonly count: (seen: Seen, figures: number[]) => void;
}

const mostTexts = 524_288;

/** Key of what one process does with one thing. */
export function processAndThing({ process, about }: Seen): number | undefined {
  return process === undefined || about === 0 ? undefined : process.number * mostTexts + about;
}

export function add(figures: number[], index: number, amount: number): void {
  figures[index] = (figures[index] ?? 0) + amount;
}
