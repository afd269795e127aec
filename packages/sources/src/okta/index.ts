import type { Event, EventSummary } from '@breakwater/model';
import { at, defined, filled, type JsonObject } from '../json/access.ts';
import { parseRecords } from '../parse-records.ts';
import { RecentEvents } from '../recent-events.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';
import { oktaFields, oktaTitle } from './fields.ts';
import { mfaTrouble, withHistory } from './mfa.ts';

const name = 'okta';

/**
 * Reads events of Okta's system log: one, a list, or one a line. Events of trouble with a second factor get a
 * note of how long ago the user had the same, as far as `options.recent` or this input goes back.
 */
export function parseOkta(input: string | Uint8Array, options?: ParseOptions): ParseResult<JsonObject> {
  const { events, rejected } = parseRecords(input, {}, toEvent, options);
  const recent = options?.recent ?? new RecentEvents();
  const noted = new Map<Event<JsonObject>, Event<JsonObject>>();
  const troubles = events.filter(({ record }) => mfaTrouble(record) !== undefined);
  for (const event of troubles.toSorted((a, b) => Number(a.time - b.time))) {
    noted.set(event, withHistory(event, recent));
  }
  return { events: noted.size === 0 ? events : events.map((event) => noted.get(event) ?? event), rejected };
}

function toEvent(record: JsonObject, number: number): Event<JsonObject> | string {
  const id = filled(record.uuid);
  if (id === undefined) return 'uuid is missing';
  const time = parseTime(record.published);
  if (time === undefined) return 'published is missing or not a time';
  return { source: name, type: 'pluginevent', time, id, record, number };
}

function summarizeOkta({ record }: Event<JsonObject>): EventSummary {
  return defined({
    title: oktaTitle(record),
    place: { provider: 'okta' as const },
    user: filled(at(record, 'actor', 'alternateId')) ?? filled(at(record, 'actor', 'displayName')),
    sourceIp: filled(at(record, 'client', 'ipAddress')),
  });
}

export const okta: Source<JsonObject> = {
  name,
  description: 'System log of Okta',
  fields: oktaFields,
  indexedBy: 'okta.evt.type',
  parse: parseOkta,
  summarize: summarizeOkta,
};
