import type { Event, EventSummary } from '@breakwater/model';
import { at, defined, filled, type JsonObject } from '../json/access.ts';
import { parseRecords } from '../parse-records.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';
import { oktaFields, oktaTitle } from './fields.ts';

const name = 'okta';

/** Reads events of Okta's system log: one, a list, or one a line. */
export function parseOkta(input: string | Uint8Array, options?: ParseOptions): ParseResult<JsonObject> {
  return parseRecords(input, {}, toEvent, options);
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
