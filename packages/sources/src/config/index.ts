import type { Event, EventSummary } from '@breakwater/model';
import { at, defined, filled, isObject, type JsonObject } from '../json/access.ts';
import { placeOf } from '../json/place.ts';
import { parseRecords } from '../parse-records.ts';
import { idOf } from '../record-id.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';
import { fromAwsConfig, isAwsConfigEvent } from './aws-config.ts';
import { changedPaths } from './differences.ts';
import { configFields, titleOf } from './fields.ts';

const name = 'config';
const changes: readonly unknown[] = ['created', 'updated', 'deleted'];

/**
 * Reads configuration changes of cloud resources: one, a list (also under `Records`), or one a line. Takes
 * events of AWS Config (EventBridge, `source: aws.config`) and our own format:
 *
 * | key | |
 * | --- | --- |
 * | `time` | when it was changed, or was seen to be; RFC 3339; required |
 * | `change` | created, updated or deleted; required |
 * | `resource` | as an inventory has it: `id` (ARN; required), `type` (`aws.security-group`; required), `name`, `place`, `tags` |
 * | `before`, `after` | the configuration on either side; absent where there was none or it is not known |
 * | `changed` | JSON pointers of what differs; worked out from both sides when absent |
 * | `actor` | who did it, where known: `user`, `type`, `arn`, `sourceIp`, `userAgent`, `call`, `tool`, `eventId` |
 * | `checks` | `failed`, `passed`: ids of checks whose verdict the change turned; `controls` of the failed ones |
 * | `recordedBy` | inventory or aws-config |
 * | `id` | natural key; without one the resource, change and time are the key |
 *
 * The record of an event is always in our own format.
 */
export function parseConfigChanges(
  input: string | Uint8Array,
  options?: ParseOptions,
): ParseResult<JsonObject> {
  return parseRecords(input, { listKey: 'Records' }, toEvent, options);
}

function toEvent(read: JsonObject, number: number): Event<JsonObject> | string {
  const change = isAwsConfigEvent(read) ? fromAwsConfig(read) : read;
  if (typeof change === 'string') return change;
  const time = parseTime(change.time);
  if (time === undefined) return 'time is missing or not a time';
  if (!changes.includes(change.change)) {
    return `change is ${JSON.stringify(change.change)?.slice(0, 80) ?? 'missing'}, not one of ${changes.join(', ')}`;
  }
  const resource = filled(at(change, 'resource', 'id'));
  if (resource === undefined) return 'resource.id is missing';
  if (filled(at(change, 'resource', 'type')) === undefined) return 'resource.type is missing';
  for (const key of ['before', 'after', 'actor', 'checks']) {
    const value = change[key];
    if (value !== undefined && value !== null && !isObject(value)) return `${key} is not an object`;
  }
  const id = filled(change.id) ?? idOf(resource, change.change, String(time));
  return { source: name, type: 'pluginevent', time, id, record: withPaths(change), number };
}

function withPaths(change: JsonObject): JsonObject {
  const { before, after, changed } = change;
  if (Array.isArray(changed) || !isObject(before) || !isObject(after)) return change;
  return { ...change, changed: changedPaths(before, after) };
}

function summarizeConfigChange({ record }: Event<JsonObject>): EventSummary {
  return defined({
    title: titleOf(record),
    place: placeOf(at(record, 'resource', 'place')),
    user: filled(at(record, 'actor', 'user')),
    sourceIp: filled(at(record, 'actor', 'sourceIp')),
  });
}

export const config: Source<JsonObject> = {
  name,
  description:
    'Configuration changes of cloud resources, from our own inventory or from AWS Config. One JSON object per change with `time`, `change`, `resource` and, as far as they are known, `before`, `after`, `changed`, `actor`, `checks`',
  fields: configFields,
  indexedBy: 'config.type',
  parse: parseConfigChanges,
  summarize: summarizeConfigChange,
};
