import type { Language } from '../../state/preferences.ts';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A span in its two largest units: `47 min 12 sec`; below ten seconds with a tenth. */
export function formatDuration(ms: number, locale: Language): string {
  if (ms < 10_000) return unitText(Math.round(ms / 100) / 10, 'second', locale);
  const seconds = Math.round(ms / 1000) * 1000;
  const at = units.findIndex(([, size]) => seconds >= size);
  const [unit, size] = units[at] ?? units[3];
  const next = units[at + 1];
  const whole = Math.floor(seconds / size);
  const rest = next ? Math.floor((seconds - whole * size) / next[1]) : 0;
  const first = unitText(whole, unit, locale);
  return next && rest > 0 ? `${first} ${unitText(rest, next[0], locale)}` : first;
}

function unitText(value: number, unit: string, locale: Language): string {
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value);
}
