import { at, isObject, type JsonObject } from '../json/access.ts';
import { isSame } from './differences.ts';

/** A change of more properties than this is not undone: each may have to be looked for in a long list. */
const maxDifferences = 1000;

/**
 * What a configuration was before, from what it is and the differences that AWS Config tells:
 * `Configuration.IpPermissions.1` → previousValue, updatedValue. The number after a list only tells
 * differences apart. Names are written with a capital, unlike the keys of most configurations.
 * Undefined when a difference has no place in the configuration, or when there are more than 1000.
 */
export function restoreBefore(after: JsonObject, properties: JsonObject): JsonObject | undefined {
  const differences = Object.entries(properties);
  if (differences.length > maxDifferences) return undefined;
  const before = structuredClone(after) as Record<string, unknown>;
  for (const [property, difference] of differences) {
    const [first, ...steps] = property.split('.');
    if (first !== 'Configuration') continue;
    const previous = at(difference, 'previousValue') ?? undefined;
    const updated = at(difference, 'updatedValue') ?? undefined;
    if (steps.length === 0 || !undo(before, steps, previous, updated)) return undefined;
  }
  return before;
}

function undo(
  root: Record<string, unknown>,
  steps: readonly string[],
  previous: unknown,
  updated: unknown,
): boolean {
  let parent: Record<string, unknown> = root;
  for (const step of steps.slice(0, -1)) {
    const key = keyLike(parent, step);
    const next = key === undefined ? undefined : parent[key];
    if (Array.isArray(next)) return steps.at(-2) === step && undoElement(next, previous, updated);
    if (isObject(next)) parent = next as Record<string, unknown>;
    else if (next === undefined && isNumber(steps.at(-1)) && steps.at(-2) === step) {
      // The list is gone with its last element.
      set(parent, key ?? lowered(step), [previous]);
      return true;
    } else return false;
  }
  const last = steps.at(-1) ?? '';
  const key = keyLike(parent, last) ?? lowered(last);
  if (previous === undefined) delete parent[key];
  else set(parent, key, previous);
  return true;
}

/** Takes out of a list what came, and puts back what went. */
function undoElement(list: unknown[], previous: unknown, updated: unknown): boolean {
  if (updated !== undefined) {
    const index = list.findIndex((one) => isSame(one, updated));
    if (index < 0) return false;
    list.splice(index, 1);
  }
  if (previous !== undefined) list.push(previous);
  return true;
}

function keyLike(parent: JsonObject, step: string): string | undefined {
  if (Object.hasOwn(parent, step)) return step;
  const key = lowered(step);
  return Object.hasOwn(parent, key) ? key : undefined;
}

function lowered(step: string): string {
  return step.charAt(0).toLowerCase() + step.slice(1);
}

function isNumber(step: string | undefined): boolean {
  return step !== undefined && /^\d+$/.test(step);
}

/** Foreign keys are defined, never assigned: `__proto__` is a key like any other. */
function set(parent: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}
