import type { ImagePlace, JudgeContext } from '@breakwater/findings';
import { type ImageOrigin, imageOrigins } from '@breakwater/model';
import { CommandError } from '../../../exit-code.ts';

const placeKeys = ['account', 'region', 'cluster', 'service', 'stage', 'application'] as const;

/** What `--origin` and `--place`, or a test, say of an image. Throws CommandError that begins with `where`. */
export function readContext(
  origin: string | undefined,
  place: Readonly<Record<string, unknown>>,
  where: string,
): JudgeContext {
  const values: Partial<Record<(typeof placeKeys)[number], string>> = {};
  for (const [key, value] of Object.entries(place)) {
    const known = placeKeys.find((one) => one === key);
    if (known === undefined) {
      throw new CommandError(`${where}: a place has ${placeKeys.join(', ')}, not "${key}"`);
    }
    if (typeof value !== 'string' || value === '') {
      throw new CommandError(`${where}: ${key} must be text; quote numbers`);
    }
    values[known] = value;
  }
  const places: readonly ImagePlace[] = Object.keys(values).length === 0 ? [] : [values];
  return { places, ...(origin === undefined ? {} : { origins: [readOrigin(origin, where)] }) };
}

/** `cluster=prod stage=production`. */
export function readPlaceOption(entries: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map((entry) => {
      const split = entry.indexOf('=');
      if (split <= 0) throw new CommandError(`--place: "${entry}" is not KEY=VALUE`);
      return [entry.slice(0, split), entry.slice(split + 1)];
    }),
  );
}

/** A date or time in ISO 8601. */
export function readTime(text: string, where: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) {
    throw new CommandError(
      `${where}: "${text}" is no date like 2026-11-23 or time like 2026-11-23T12:00:00Z`,
    );
  }
  return time;
}

function readOrigin(text: string, where: string): ImageOrigin {
  const origin = imageOrigins.find((one) => one === text);
  if (origin === undefined) throw new CommandError(`${where}: origin is one of ${imageOrigins.join(', ')}`);
  return origin;
}
