import { isObject, own } from './access.ts';

const maxCached = 10_000;
const parsed = new Map<string, readonly string[]>();

/** The steps of a JSON pointer (RFC 6901); the leading slash may be left out. Empty: the whole document. */
export function pointerSteps(pointer: string): readonly string[] {
  const known = parsed.get(pointer);
  if (known !== undefined) return known;
  const body = pointer.startsWith('/') ? pointer.slice(1) : pointer;
  const steps =
    pointer === '' ? [] : body.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (parsed.size < maxCached) parsed.set(pointer, steps);
  return steps;
}

/** The value a pointer names; undefined where there is none. A step on an array is a decimal index. */
export function resolvePointer(value: unknown, pointer: string): unknown {
  let current = value;
  for (const step of pointerSteps(pointer)) {
    if (Array.isArray(current)) {
      if (!/^(?:0|[1-9]\d{0,9})$/.test(step)) return undefined;
      current = current[Number(step)];
    } else if (isObject(current)) {
      current = own(current, step);
    } else {
      return undefined;
    }
  }
  return current;
}

/** The keys of a pointer; undefined when one of its steps may be the index of an array, or it has none. */
export function pathOfPointer(pointer = ''): readonly string[] | undefined {
  const steps = pointerSteps(pointer);
  return steps.length === 0 || steps.some((step) => /^\d+$/.test(step)) ? undefined : steps;
}
