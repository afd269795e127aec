import type { Seen } from '../seen.ts';
import type { TypeFacts } from '../type-facts.ts';

export const tileGroups = ['general', 'file', 'network', 'security', 'performance', 'logs'] as const;

export type TileGroup = (typeof tileGroups)[number];

/** When a tile deserves a look: `any` there is one at all, `peak` most of it came at once, `share` too many of another tile. */
export type Noteworthy =
  | { readonly when: 'any' }
  | { readonly when: 'peak' }
  | { readonly when: 'share'; readonly of: string; readonly above: number };

interface TileHead {
  readonly id: string;
  readonly title: string;
  readonly unit: 'count' | 'bytes';
  /** Events of which types it looks at. */
  readonly on: readonly string[] | ((facts: TypeFacts) => boolean);
  readonly noteworthy?: Noteworthy;
  /** Why it deserves a look, for `any`. */
  readonly reason?: string;
}

/** A figure that is a sum. */
export interface AmountTile extends TileHead {
  /** How much an event adds, a whole number. */
  readonly amount: (seen: Seen) => number;
}

/** A figure that counts different things: a thing counts once, however many events are of it. */
export interface ThingTile extends TileHead {
  /** The number of the thing that an event is of, from 1; 0: of none. */
  readonly thing: (seen: Seen) => number;
}

/** A figure over a capture: what it counts, and when it deserves a look. */
export type Tile = AmountTile | ThingTile;

/** Whether the tile looks at events of a type. */
export function looksAt({ on }: Tile, facts: TypeFacts): boolean {
  return typeof on === 'function' ? on(facts) : on.includes(facts.type.name);
}

export const everything = (): boolean => true;
export const one = (): number => 1;

export function whenDone({ isDone }: Seen): number {
  return isDone ? 1 : 0;
}

export function whenFailed({ isFailed }: Seen): number {
  return isFailed ? 1 : 0;
}

export function isTransfer({ isRead, isWrite }: TypeFacts): boolean {
  return isRead || isWrite;
}
