/** The day of an ISO 8601 date, with or without a time (`2025-09-15`); undefined for all else. */
export function readDay(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value)) return undefined;
  const day = value.slice(0, 10);
  const time = Date.parse(day);
  // 30 February would become a day of March.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day;
}
