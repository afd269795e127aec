import { storedScalar } from '../filter/operand.ts';

/** JSON of anything: an integer beyond 2^53 becomes decimal text. */
export function encodeJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? storedScalar(item) : item)) ?? 'null'
  );
}
