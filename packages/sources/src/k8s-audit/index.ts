import type { Event, EventSummary } from '@breakwater/model';
import { at, defined, filled, type JsonObject } from '../json/access.ts';
import { parseRecords } from '../parse-records.ts';
import { idOf } from '../record-id.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';
import { auditFields, auditTitle } from './fields.ts';

const name = 'k8s_audit';

/**
 * Reads Kubernetes audit events: an EventList, one event, a list of either, or one a line. The natural key is
 * `auditID` and `stage`: a request has one id and an event for each of its stages.
 */
export function parseAudit(input: string | Uint8Array, options?: ParseOptions): ParseResult<JsonObject> {
  return parseRecords(input, { listKey: 'items' }, toEvent, options);
}

function toEvent(record: JsonObject, number: number): Event<JsonObject> | string {
  if (record.kind !== undefined && record.kind !== 'Event')
    return `kind is ${JSON.stringify(record.kind).slice(0, 80)}, not "Event"`;
  const time = parseTime(record.stageTimestamp);
  if (time === undefined) return 'stageTimestamp is missing or not a time';
  const auditId = filled(record.auditID);
  const id = auditId === undefined ? idOf(record) : `${auditId}/${filled(record.stage) ?? ''}`;
  return { source: name, type: 'pluginevent', time, id, record, number };
}

function summarizeAudit({ record }: Event<JsonObject>): EventSummary {
  const isPod = at(record, 'objectRef', 'resource') === 'pods';
  const addresses = at(record, 'sourceIPs');
  return defined({
    title: auditTitle(record),
    place: defined({
      provider: 'kubernetes' as const,
      cluster: filled(at(record, 'annotations', 'cluster_name')),
      namespace: filled(at(record, 'objectRef', 'namespace')),
      pod: isPod ? filled(at(record, 'objectRef', 'name')) : undefined,
    }),
    user: filled(at(record, 'user', 'username')),
    sourceIp: Array.isArray(addresses) ? filled(addresses[0]) : undefined,
  });
}

export const k8sAudit: Source<JsonObject> = {
  name,
  description: 'Audit events of a Kubernetes API server',
  fields: auditFields,
  indexedBy: 'ka.verb',
  indexedKey: 'verb',
  parse: parseAudit,
  summarize: summarizeAudit,
};
