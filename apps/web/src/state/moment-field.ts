import type { TimeZoneChoice } from './preferences.ts';

/** A moment as a `datetime-local` field writes it: `2026-03-18T20:26:50`, in the chosen zone. */
export function toFieldText(moment: number, zone: TimeZoneChoice): string {
  const shift = zone === 'utc' ? 0 : new Date(moment).getTimezoneOffset() * 60_000;
  return new Date(moment - shift).toISOString().slice(0, 19);
}

/** Reads such a text; undefined when it is no moment. */
export function fromFieldText(text: string, zone: TimeZoneChoice): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(text)) return undefined;
  const moment = Date.parse(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(moment) ? undefined : moment;
}
