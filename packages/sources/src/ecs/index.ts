import type { Event, EventSummary } from '@breakwater/model';
import { at, defined, filled, isObject, type JsonObject } from '../json/access.ts';
import { parseRecords } from '../parse-records.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';
import { afterSlash, containersOf, serviceOf, titleOf } from './detail.ts';
import { ecsFields } from './fields.ts';

const name = 'ecs';

/**
 * Reads Amazon ECS events as EventBridge delivers them: one, a list, or one a line. The natural key is the
 * event's `id`; of one task, the event with the greatest `detail.version` is the newest, whatever the order
 * of arrival.
 */
export function parseEventBridge(
  input: string | Uint8Array,
  options?: ParseOptions,
): ParseResult<JsonObject> {
  return parseRecords(input, { listKey: 'Records' }, toEvent, options);
}

function toEvent(record: JsonObject, number: number): Event<JsonObject> | string {
  if (record.source !== 'aws.ecs')
    return `source is ${JSON.stringify(record.source) ?? 'missing'}, not "aws.ecs"`;
  const id = filled(record.id);
  if (id === undefined) return 'id is missing';
  const time = parseTime(record.time);
  if (time === undefined) return 'time is missing or not a time';
  if (!isObject(record.detail)) return 'detail is missing or not an object';
  return { source: name, type: 'pluginevent', time, id, record, number };
}

/** Counts the changes of one task: what orders its events. Undefined for events of other kinds. */
export function taskVersion(event: Event<JsonObject>): number | undefined {
  const version = at(event.record, 'detail', 'version');
  return typeof version === 'number' ? version : undefined;
}

function summarizeEcs({ record }: Event<JsonObject>): EventSummary {
  const containers = containersOf(record);
  const only = containers.length === 1 ? containers[0] : undefined;
  const place = defined({
    provider: 'aws' as const,
    account: filled(record.account),
    region: filled(record.region),
    cluster: afterSlash(at(record, 'detail', 'clusterArn')),
    service: serviceOf(record),
    task: afterSlash(at(record, 'detail', 'taskArn')),
    container: filled(only?.name),
    imageDigest: filled(only?.imageDigest),
  });
  return defined({ title: titleOf(record), place, user: startedByOf(record) });
}

export const ecs: Source<JsonObject> = {
  name,
  description: 'Task state changes, service actions and deployments of Amazon ECS',
  fields: ecsFields,
  indexedBy: 'ecs.detail_type',
  indexedKey: 'detail-type',
  parse: parseEventBridge,
  summarize: summarizeEcs,
};

/** Who started a task. A deployment of its service is nobody: ECS then writes the id of the deployment. */
function startedByOf(record: JsonObject): string | undefined {
  const startedBy = filled(at(record, 'detail', 'startedBy'));
  return startedBy?.startsWith('ecs-svc/') ? undefined : startedBy;
}
