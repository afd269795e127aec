import { InvalidQuery } from '../errors.ts';

/** The last row of a page: its time and the store's own tie-breaker. */
export interface Position {
  readonly time: number;
  readonly tie: string | number;
}

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.time, position.tie])).toString('base64url');
}

/**
 * Reads a cursor that came back from a client. It carries a position only, never a right to see anything.
 * @throws InvalidQuery
 */
export function decodeCursor(cursor: string): Position {
  const invalid = new InvalidQuery(
    'the cursor is not one that this store gave out: start from the first page',
  );
  if (cursor.length > 2048) throw invalid;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw invalid;
  }
  if (!Array.isArray(value) || value.length !== 2) throw invalid;
  const [time, tie] = value;
  if (!Number.isSafeInteger(time)) throw invalid;
  if (typeof tie !== 'string' && !Number.isSafeInteger(tie)) throw invalid;
  return { time, tie };
}
