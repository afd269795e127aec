import { Network } from './cidr.ts';
import { isList, isObject, type Json } from './json.ts';
import { LooseVersion } from './loose-version.ts';

/** What two sides of a filter can be: data, or data converted by a `value_type`. */
export type Operand = Json | Date | Network | LooseVersion | readonly Operand[];

/**
 * Equality as policies define it: without coercion, except that true is 1 and false is 0. (Custodian
 * compares Python values.)
 */
export function isEqual(a: Operand, b: Operand): boolean {
  if (a === b) return true;
  if (typeof a === 'boolean' && typeof b === 'number') return Number(a) === b;
  if (typeof a === 'number' && typeof b === 'boolean') return a === Number(b);
  if (a instanceof Date || b instanceof Date) {
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  }
  if (a instanceof Network || b instanceof Network) {
    return a instanceof Network && b instanceof Network && a.equals(b);
  }
  if (a instanceof LooseVersion || b instanceof LooseVersion) {
    return a instanceof LooseVersion && b instanceof LooseVersion && a.compare(b) === 0;
  }
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, i) => isEqual(item, b[i] ?? null));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key] ?? null, b[key] ?? null));
  }
  return false;
}

/** Order of two values; undefined when they have none (different types, or nothing to order). */
export function order(a: Operand, b: Operand): number | undefined {
  const x = typeof a === 'boolean' ? Number(a) : a;
  const y = typeof b === 'boolean' ? Number(b) : b;
  if (typeof x === 'number' && typeof y === 'number') return Math.sign(x - y);
  if (typeof x === 'string' && typeof y === 'string') return compareText(x, y);
  if (x instanceof Date && y instanceof Date) return Math.sign(x.getTime() - y.getTime());
  if (x instanceof LooseVersion && y instanceof LooseVersion) return x.compare(y);
  if (isList(x) && isList(y)) return orderLists(x, y);
  return undefined;
}

function orderLists(a: readonly Json[], b: readonly Json[]): number | undefined {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const x = a[i] ?? null;
    const y = b[i] ?? null;
    if (!isEqual(x, y)) return order(x, y);
  }
  return Math.sign(a.length - b.length);
}

/** By code point, as the language of policies orders text; -1, 0 or 1. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  // A surrogate half compares by the code point it belongs to, above every other unit.
  const x = a.codePointAt(i) ?? -1;
  const y = b.codePointAt(i) ?? -1;
  return x < y ? -1 : 1;
}

/** Whether `item` is inside `container`; undefined when the container holds nothing of the kind. */
export function contains(container: Operand, item: Operand): boolean | undefined {
  if (typeof container === 'string') return typeof item === 'string' ? container.includes(item) : undefined;
  if (Array.isArray(container)) {
    return container.some((one) => isEqual(one, item) || (one instanceof Network && isInside(item, one)));
  }
  if (container instanceof Network) return isInside(item, container);
  if (isObject(container)) return typeof item === 'string' && Object.hasOwn(container, item);
  return undefined;
}

function isInside(item: Operand, network: Network): boolean {
  return item instanceof Network && network.contains(item);
}

/** Empty text, list or object, zero, false and null are false; everything else is true. */
export function isTruthy(value: Operand): boolean {
  if (value === null || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value) && !(value instanceof Network) && !(value instanceof LooseVersion)) {
    return Object.keys(value).length > 0;
  }
  return true;
}
