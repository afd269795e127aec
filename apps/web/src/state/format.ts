import { useMemo } from 'react';
import { useLocale } from '../i18n/i18n.tsx';
import { type Language, type TimeZoneChoice, usePreference } from './preferences.ts';
import type { TimeWindow } from './time-range.ts';

/** Moments, spans and numbers in the reader's language and time zone. */
export interface Formats {
  readonly zone: string;
  /** `Mar 18, 2026, 8:26:50 PM` */
  readonly moment: (time: number) => string;
  /** Short for rows: the time today, with the day otherwise. */
  readonly rowMoment: (time: number, now: number) => string;
  readonly window: (window: TimeWindow) => string;
  /** `3 hours ago` */
  readonly age: (time: number, now: number) => string;
  /** `1 day`, `90 minutes` */
  readonly span: (spanMs: number) => string;
  readonly number: (value: number) => string;
  /** `12K` */
  readonly compact: (value: number) => string;
  readonly percent: (share: number) => string;
  /** `12.4 MB` */
  readonly bytes: (value: number) => string;
}

export function useFormats(): Formats {
  const locale = useLocale();
  const [zone] = usePreference('timeZone');
  return useMemo(() => formatsFor(locale, zone), [locale, zone]);
}

const units = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

export function formatsFor(locale: Language, choice: TimeZoneChoice): Formats {
  const zone = choice === 'utc' ? { timeZone: 'UTC' } : {};
  const dayAndTime = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...zone,
  });
  const timeOnly = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...zone,
  });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', ...zone });
  const dayKey = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone });
  const ages = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const numbers = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    zone: choice === 'utc' ? 'UTC' : (dayAndTime.resolvedOptions().timeZone ?? 'UTC'),
    moment: (time) => full.format(time),
    rowMoment: (time, now) =>
      dayKey.format(time) === dayKey.format(now) ? timeOnly.format(time) : dayAndTime.format(time),
    window: ({ from, to }) => `${dayAndTime.format(from)} – ${dayAndTime.format(to)}`,
    age: (time, now) => {
      const [unit, size] = unitFor(Math.abs(time - now));
      return ages.format(Math.trunc((time - now) / size), unit);
    },
    span: (spanMs) => {
      const [unit, size] = units.find((candidate) => spanMs % candidate[1] === 0) ?? unitFor(spanMs);
      const formatter = new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: 'long',
        maximumFractionDigits: 1,
      });
      return formatter.format(spanMs / size);
    },
    number: (value) => numbers.format(value),
    compact: (value) => (value < 10_000 ? numbers.format(value) : compact.format(value)),
    percent: (share) => percent.format(share),
    bytes: (value) => formatBytes(value, locale),
  };
}

function unitFor(spanMs: number): (typeof units)[number] {
  return units.find((candidate) => spanMs >= candidate[1]) ?? ['second', 1000];
}

function formatBytes(value: number, locale: Language): string {
  const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = value < 1000 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(value) / 3));
  const formatter = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: names[power] ?? 'byte',
    // Only the long form of bytes has a plural: the short one is "3 byte".
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  });
  return formatter.format(value / 1000 ** power);
}
