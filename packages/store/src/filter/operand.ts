import { type FieldValue, isSeverity, severities, severityRank } from '@breakwater/model';

/** The right-hand side of a condition. */
export type Operand = string | number;

export type Order = '<' | '<=' | '>' | '>=';

/** The operators that remain when negations are taken apart. */
export type PositiveOperator = '=' | 'in' | 'contains' | 'starts-with' | Order;

/** An operand that reads as a number: a number, or text in the form that a number prints as (`5`, not `05`). */
export function asNumber(value: Operand): number | undefined {
  if (typeof value === 'number') return value;
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value ? number : undefined;
}

/** Milliseconds since the epoch from a number, its text, or an ISO 8601 date; undefined when it is none. */
export function asTime(value: Operand): number | undefined {
  const number = asNumber(value);
  if (number !== undefined) return number;
  if (!/^\d{4}-\d\d-\d\d/.test(String(value))) return undefined;
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? undefined : time;
}

/** Values as a store keeps them in JSON: an integer beyond 2^53 becomes decimal text, NaN and ±Infinity are missing. */
export function storedScalar(
  value: string | number | bigint | boolean,
): string | number | boolean | undefined {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  return value;
}

/** The items of a field: itself, those of a list, or none when it is missing. */
export function itemsOf(value: FieldValue | null | undefined): readonly (string | number | boolean)[] {
  if (value === null || value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map(storedScalar).filter((item) => item !== undefined);
}

/** Order of text by code point, which is the order of its UTF-8 bytes in the stores. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function isOrdered(order: Order, comparison: number): boolean {
  switch (order) {
    case '<':
      return comparison < 0;
    case '<=':
      return comparison <= 0;
    case '>':
      return comparison > 0;
    case '>=':
      return comparison >= 0;
  }
}

/** Ranks of the severities that meet a condition; `>= high` means high and worse. */
export function severityRanks(op: PositiveOperator, values: readonly Operand[]): readonly number[] {
  const matching = severities.filter((severity) =>
    values.some((value) => isSeverityMatch(op, severity, String(value))),
  );
  return matching.map(severityRank);
}

function isSeverityMatch(
  op: PositiveOperator,
  severity: (typeof severities)[number],
  value: string,
): boolean {
  if (op === '=' || op === 'in') return severity === value;
  if (op === 'contains') return severity.includes(value);
  if (op === 'starts-with') return severity.startsWith(value);
  return isSeverity(value) && isOrdered(op, severityRank(value) - severityRank(severity));
}
