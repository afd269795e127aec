import type { Place } from '@breakwater/model';
import { at, defined, filled, isObject, type JsonObject } from '../json/access.ts';
import { changedPaths, escapeStep } from './differences.ts';
import { inventoryTypes } from './resource-types.ts';
import { restoreBefore } from './restore-before.ts';

/** Whether a record is an event of AWS Config, as EventBridge delivers it. */
export function isAwsConfigEvent(record: JsonObject): boolean {
  return record.source === 'aws.config' || at(record, 'detail', 'messageType') !== undefined;
}

/**
 * An AWS Config event "Config Configuration Item Change" as a configuration change of ours, or why it is
 * none. What the configuration was before is put together from the item and its differences; where that
 * cannot be done, and for items too large to be delivered, it is left out. AWS Config does not say who did it.
 */
export function fromAwsConfig(record: JsonObject): JsonObject | string {
  const type = at(record, 'detail', 'messageType');
  const whole = at(record, 'detail', 'configurationItem');
  const item = isObject(whole) ? whole : at(record, 'detail', 'configurationItemSummary');
  if (!isObject(item)) {
    return `AWS Config message ${JSON.stringify(type)?.slice(0, 80) ?? 'without messageType'} holds no configuration item`;
  }
  const diff = at(record, 'detail', 'configurationItemDiff');
  const change = changeOf(item, diff);
  if (change === undefined) {
    return `configurationItemStatus ${JSON.stringify(item.configurationItemStatus)} is no change of a resource`;
  }
  const current = isObject(whole) ? configurationOf(item) : undefined;
  const after = change === 'deleted' ? undefined : current;
  const properties = at(diff, 'changedProperties');
  const before = change === 'created' ? undefined : beforeOf(after, properties);
  return defined({
    id: filled(record.id),
    time: filled(item.configurationItemCaptureTime) ?? filled(record.time),
    change,
    recordedBy: 'aws-config',
    resource: resourceOf(item),
    before,
    after,
    changed: pathsOf(before, after, properties),
  });
}

/** Of a resource that is gone the whole configuration is told; of one that changed only what differs. */
function beforeOf(after: JsonObject | undefined, properties: unknown): JsonObject | undefined {
  if (!isObject(properties)) return undefined;
  const whole = at(properties, 'Configuration', 'previousValue');
  if (isObject(whole)) return whole;
  return after === undefined ? undefined : restoreBefore(after, properties);
}

const created: readonly unknown[] = ['ResourceDiscovered'];
const deleted: readonly unknown[] = ['ResourceDeleted', 'ResourceDeletedNotRecorded'];

function changeOf(item: JsonObject, diff: unknown): 'created' | 'updated' | 'deleted' | undefined {
  const status = item.configurationItemStatus;
  if (created.includes(status)) return 'created';
  if (deleted.includes(status)) return 'deleted';
  if (status === 'ResourceNotRecorded') return undefined;
  switch (at(diff, 'changeType') ?? item.changeType) {
    case 'CREATE':
      return 'created';
    case 'DELETE':
      return 'deleted';
    default:
      return 'updated';
  }
}

/** The configuration, with what AWS Config keeps beside it under `supplementaryConfiguration`. */
function configurationOf(item: JsonObject): JsonObject | undefined {
  const configuration = parsed(item.configuration);
  if (!isObject(configuration)) return undefined;
  const supplementary = item.supplementaryConfiguration;
  const hasMore = isObject(supplementary) && Object.keys(supplementary).length > 0;
  return hasMore ? { ...configuration, supplementaryConfiguration: supplementary } : configuration;
}

/** Some deliveries hold the configuration as text of JSON. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // A text that is no JSON is no configuration: the change is kept without it.
    return undefined;
  }
}

function resourceOf(item: JsonObject): JsonObject {
  const type = filled(item.resourceType) ?? 'unknown';
  const id = filled(item.ARN) ?? filled(item.arn) ?? filled(item.resourceId) ?? '';
  return {
    id,
    type: inventoryTypes.get(type) ?? type,
    name: filled(item.resourceName) ?? filled(item.resourceId) ?? id,
    place: placeOf(item, id),
    tags: isObject(item.tags) ? item.tags : {},
    seenAt: filled(item.configurationItemCaptureTime) ?? '',
  };
}

function placeOf(item: JsonObject, arn: string): Place {
  const [kind, cluster, service] = arn.split(':').slice(5).join(':').split('/');
  const isEcs = arn.includes(':ecs:');
  return defined({
    provider: 'aws' as const,
    account: filled(item.awsAccountId) ?? filled(item.accountId),
    region: filled(item.awsRegion),
    cluster: isEcs && (kind === 'cluster' || service !== undefined) ? cluster : undefined,
    service: isEcs && kind === 'service' ? (service ?? cluster) : undefined,
  });
}

/** Pointers of what differs; of both sides where they are known, else of the names that the item gives. */
function pathsOf(before: unknown, after: unknown, properties: unknown): readonly string[] | undefined {
  if (isObject(before) && isObject(after)) return changedPaths(before, after);
  if (!isObject(properties)) return undefined;
  return [...new Set(Object.keys(properties).map(pointerOf))];
}

/** `Configuration.IpPermissions.0` is `/ipPermissions`: the number only tells differences apart. */
function pointerOf(property: string): string {
  const [first = '', ...rest] = property.replace(/(?:\.\d+)+$/, '').split('.');
  const steps = first === 'Configuration' ? rest : [first, ...rest];
  return steps.map((step) => `/${escapeStep(step.charAt(0).toLowerCase() + step.slice(1))}`).join('');
}
