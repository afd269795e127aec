import type { Event, EventSummary, Field } from '@breakwater/model';
import { genericFields } from '../generic-fields.ts';
import { parseRecords } from '../parse-records.ts';
import { idOf } from '../record-id.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { at, filled, type JsonObject } from './access.ts';
import { eventTime, timeKeys } from './event-time.ts';
import { jsonFields } from './fields.ts';

const name = 'json';

/** Reads JSON objects of any kind that hold a time: one, a list (also under `Records`), or one a line. The natural key is a hash of the object. */
export function parseJsonEvents(input: string | Uint8Array, options?: ParseOptions): ParseResult<JsonObject> {
  return parseRecords(input, { listKey: 'Records' }, toEvent, options);
}

function toEvent(record: JsonObject, number: number): Event<JsonObject> | string {
  const time = eventTime(record);
  if (time === undefined) return `no time: none of ${timeKeys} is one`;
  return { source: name, type: 'pluginevent', time, id: idOf(record), record, number };
}

const titlePaths = [['message'], ['msg'], ['title'], ['event', 'action'], ['event'], ['type']] as const;
const maxTitle = 200;

/** What people call the record: its message, else its type. */
function titleOf(record: JsonObject): string {
  const title = titlePaths.map((path) => filled(at(record, ...path))).find((one) => one !== undefined);
  return title?.slice(0, maxTitle) ?? 'JSON event';
}

function summarizeJson({ record }: Event<JsonObject>): EventSummary {
  return { title: titleOf(record), place: {} };
}

export const json: Source<JsonObject> = {
  name,
  description: 'JSON objects of any kind that hold a time',
  fields: [
    ...jsonFields,
    ...genericFields({ pluginName: name, info: (event) => titleOf(event.record as JsonObject) }),
  ] as readonly Field<Event<JsonObject>>[],
  parse: parseJsonEvents,
  summarize: summarizeJson,
};
