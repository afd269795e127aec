import type { System } from '@breakwater/capture';

interface Seen<T> {
  readonly number: number;
  /** Of the event that it was asked for at. */
  readonly at: T;
  readonly value: T;
}

const seen = new WeakMap<System, Map<string, Seen<unknown>>>();

/**
 * Fields that compare with the event at which they were asked for before: `compare` gets what was given then. Asked
 * again at the same event they stay what they were.
 */
export function valueAtPrevious<T>(
  system: System,
  name: string,
  number: number,
  at: T,
  compare: (before: T) => T,
  first: T,
): T {
  let ofSystem = seen.get(system);
  if (ofSystem === undefined) {
    ofSystem = new Map();
    seen.set(system, ofSystem);
  }
  const before = ofSystem.get(name) as Seen<T> | undefined;
  if (before?.number === number) return before.value;
  const value = before === undefined ? first : compare(before.at);
  ofSystem.set(name, { number, at, value });
  return value;
}
