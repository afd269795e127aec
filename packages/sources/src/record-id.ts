import { createHash } from 'node:crypto';

/** A natural key for what has no id of its own: 32 hexadecimal digits that stand for these values in order. */
export function idOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
