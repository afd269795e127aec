import type { Event, EventSummary } from '@breakwater/model';
import { at, defined, filled, type JsonObject } from '../json/access.ts';
import { parseRecords } from '../parse-records.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';
import { cloudTrailFields } from './fields.ts';
import { displayUser } from './user.ts';

const name = 'aws_cloudtrail';

/**
 * Reads CloudTrail records: a log file (`{"Records": []}`), one record, a list, or one a line. Records
 * without a valid eventTime or eventType and Insight records are no events.
 */
export function parseCloudTrail(input: string | Uint8Array, options?: ParseOptions): ParseResult<JsonObject> {
  return parseRecords(input, { listKey: 'Records' }, toEvent, options);
}

function toEvent(record: JsonObject, number: number): Event<JsonObject> | string {
  const time = parseTime(record.eventTime);
  if (record.eventTime === undefined) return 'eventTime is missing';
  if (time === undefined) return `eventTime is not a time: ${JSON.stringify(record.eventTime).slice(0, 80)}`;
  if (typeof record.eventType !== 'string') return 'eventType is missing';
  if (record.eventType === 'AwsCloudTrailInsight') return 'CloudTrail Insights records are not evaluated';
  return { source: name, type: 'pluginevent', time, id: naturalKey(record), record, number };
}

/** The account that received the record and the event id: the same record delivered twice is one event. */
function naturalKey(record: JsonObject): string {
  const account = filled(record.recipientAccountId) ?? filled(at(record, 'userIdentity', 'accountId')) ?? '';
  const id = filled(record.eventID);
  if (id !== undefined) return `${account}/${id}`;
  const parts = [record.eventTime, record.eventSource, record.eventName, record.requestID];
  return `${account}/${parts.map((part) => filled(part) ?? '').join('/')}`;
}

function summarizeCloudTrail({ record }: Event<JsonObject>): EventSummary {
  const service = filled(record.eventSource)?.replace(/\.amazonaws\.com$/, '');
  const call = filled(record.eventName) ?? 'API call';
  const title = service === undefined ? call : `${service} ${call}`;
  const request = at(record, 'requestParameters');
  const place = defined({
    provider: 'aws' as const,
    account: filled(record.recipientAccountId) ?? filled(at(record, 'userIdentity', 'accountId')),
    region: filled(record.awsRegion),
    cluster: service === 'ecs' ? lastPart(at(request, 'cluster')) : undefined,
    service: service === 'ecs' ? lastPart(at(request, 'service') ?? at(request, 'serviceName')) : undefined,
    task: service === 'ecs' ? lastPart(at(request, 'task')) : undefined,
    container: service === 'ecs' ? filled(at(request, 'container')) : undefined,
  });
  const outcome = filled(record.errorCode);
  return defined({
    title: outcome === undefined ? title : `${title} (${outcome})`,
    place,
    user: displayUser(record),
    sourceIp: filled(record.sourceIPAddress),
  });
}

function lastPart(value: unknown): string | undefined {
  const text = filled(value);
  return text?.slice(text.lastIndexOf('/') + 1);
}

export const cloudTrail: Source<JsonObject> = {
  name,
  description: 'API calls and sign-ins recorded by AWS CloudTrail',
  fields: cloudTrailFields,
  indexedBy: 'ct.name',
  indexedKey: 'eventName',
  parse: parseCloudTrail,
  summarize: summarizeCloudTrail,
};
