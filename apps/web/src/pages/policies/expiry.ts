/** When an exception ends, as the form offers it. */
export const expiries = ['1d', '7d', '30d', '90d', 'date', 'never'] as const;

export type Expiry = (typeof expiries)[number];

const dayMs = 86_400_000;
const days: Readonly<Partial<Record<Expiry, number>>> = { '1d': 1, '7d': 7, '30d': 30, '90d': 90 };

/**
 * The moment (ISO 8601) that a choice stands for; undefined for never. A date lasts to its end where the reader is, and
 * is invalid when that has passed or it is no date.
 */
export function expiryMoment(expiry: Expiry, date: string, now: number): string | undefined | 'invalid' {
  if (expiry === 'never') return undefined;
  const count = days[expiry];
  if (count !== undefined) return new Date(now + count * dayMs).toISOString();
  const end = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T23:59:59`) : Number.NaN;
  return end > now ? new Date(end).toISOString() : 'invalid';
}
