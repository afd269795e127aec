/** Numbers below this many seconds are no date: nothing in AWS is older than S3 (19 March 2006). */
const oldestSeconds = Date.UTC(2006, 2, 19) / 1000;
const newestSeconds = Date.UTC(9999, 11, 31) / 1000;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a date as policies and tags write it: ISO 8601 and its looser forms, `2024/06/30`, `June 3 2024`,
 * seconds or milliseconds since the epoch (also as text). A date without a zone is taken as UTC.
 * Undefined when it is none.
 */
export function parseDate(value: unknown): Date | undefined {
  if (value instanceof Date) return value;
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  return fromNumeric(text) ?? fromWords(text);
}

function fromEpoch(value: number): Date | undefined {
  if (value > oldestSeconds && value < newestSeconds) return new Date(value * 1000);
  const seconds = value / 1000;
  return seconds > oldestSeconds && seconds < newestSeconds ? new Date(value) : undefined;
}

const numericDate =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

function fromNumeric(text: string): Date | undefined {
  const found = numericDate.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found;
  return utc(
    [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)],
    Number(`${fraction}000`.slice(0, 3)),
    zone,
  );
}

const wordDate =
  /^(?:[a-z]{3,9},?\s+)?(?:([a-z]{3,9})\.?\s+(\d{1,2}),?|(\d{1,2})\s+([a-z]{3,9}),?)\s+(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

function fromWords(text: string): Date | undefined {
  const found = wordDate.exec(text);
  if (found === null) return undefined;
  const [
    ,
    monthFirst,
    dayAfter,
    dayFirst,
    monthAfter,
    year,
    hour = '0',
    minute = '0',
    second = '0',
    zone = 'Z',
  ] = found;
  const name = (monthFirst ?? monthAfter ?? '').slice(0, 3).toLowerCase();
  const month = months.indexOf(name) + 1;
  if (month === 0) return undefined;
  const day = Number(dayAfter ?? dayFirst);
  return utc([Number(year), month, day, Number(hour), Number(minute), Number(second)], 0, zone);
}

type Clock = readonly [number, number, number, number, number, number];

function utc(clock: Clock, milliseconds: number, zone: string): Date | undefined {
  const [year, month, day, hour, minute, second] = clock;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
  if (local.getUTCDate() !== day) return undefined;
  return new Date(local.getTime() - zoneMinutes(zone) * 60_000);
}

function zoneMinutes(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === '-' ? -minutes : minutes;
}
