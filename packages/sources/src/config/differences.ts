import { isObject } from '../json/access.ts';

/** Paths that are told at most; beyond them the parents are not gone into. */
const maxPaths = 1000;

/** Whether two JSON values are the same, whatever the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}

/** JSON pointers (RFC 6901) of what differs: the deepest members that are on both sides, arrays as a whole. */
export function changedPaths(before: unknown, after: unknown): readonly string[] {
  const paths: string[] = [];
  collect(before, after, '', paths);
  return paths;
}

function collect(before: unknown, after: unknown, path: string, paths: string[]): void {
  if (paths.length >= maxPaths || isSame(before, after)) return;
  if (!isObject(before) || !isObject(after)) {
    paths.push(path);
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const inBefore = Object.hasOwn(before, key) ? before[key] : undefined;
    const inAfter = Object.hasOwn(after, key) ? after[key] : undefined;
    collect(inBefore, inAfter, `${path}/${escapeStep(key)}`, paths);
  }
}

export function escapeStep(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Whether one pointer names the other's place or something around or inside it. */
export function touches(changed: string, pointer: string): boolean {
  return changed === pointer || changed.startsWith(`${pointer}/`) || pointer.startsWith(`${changed}/`);
}
