import { isObject } from '../json/access.ts';
import { pointerSteps } from '../json/pointer.ts';

/** Values that one field yields at most. */
const maxValues = 1000;

/**
 * The values at a JSON pointer in which a step `*` stands for every element or member; an array at its end
 * gives its elements. Texts as they stand, everything else as compact JSON.
 */
export function valuesAt(document: unknown, pointer: string): readonly string[] {
  let found: unknown[] = [document];
  for (const step of pointerSteps(pointer))
    found = found.flatMap((value) => stepInto(value, step)).slice(0, maxValues);
  return found
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value) => value !== undefined && value !== null)
    .slice(0, maxValues)
    .map(valueText);
}

export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stepInto(value: unknown, step: string): readonly unknown[] {
  if (Array.isArray(value)) {
    if (step === '*') return value;
    return /^(?:0|[1-9]\d{0,9})$/.test(step) ? [value[Number(step)]] : [];
  }
  if (!isObject(value)) return [];
  if (step === '*' && !Object.hasOwn(value, '*')) return Object.values(value);
  return Object.hasOwn(value, step) ? [value[step]] : [];
}

/** The values of one side that the other has not. */
export function valuesOnlyIn(values: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return [...new Set(values)].filter((value) => !known.has(value));
}
