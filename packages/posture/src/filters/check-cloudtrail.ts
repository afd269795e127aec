import { checkKeys, type Evaluation, each, type FilterType } from '../filter.ts';
import { isObject, type JsonObject, listOf, property } from '../json.ts';

const flags: Readonly<Record<string, (trail: JsonObject) => boolean>> = {
  'global-events': (trail) => trail.IncludeGlobalServiceEvents === true,
  'multi-region': (trail) => trail.IsMultiRegionTrail === true,
  kms: (trail) => typeof trail.KmsKeyId === 'string' && trail.KmsKeyId !== '',
  'file-digest': (trail) => trail.LogFileValidationEnabled === true,
};

/** Matches the account when no trail has everything that is asked for. */
export const checkCloudtrail: FilterType = {
  name: 'check-cloudtrail',
  resourceTypes: ['aws.account'],
  compile: (filter, context) => {
    const known = [
      'multi-region',
      'global-events',
      'current-region',
      'running',
      'notifies',
      'file-digest',
      'kms',
      'kms-key',
      'include-management-events',
      'log-metric-filter-pattern',
    ];
    checkKeys(filter, known, context);
    if ('log-metric-filter-pattern' in filter) {
      throw context.source.error(filter, 'check-cloudtrail: log-metric-filter-pattern is not supported');
    }
    return each(
      (_account, evaluation) => !trails(evaluation).some((trail) => fits(trail, filter, evaluation)),
    );
  },
};

function trails(evaluation: Evaluation): readonly JsonObject[] {
  const answer = evaluation.call?.('cloudtrail.describe_trails', {}) ?? null;
  return listOf(property(answer, 'trailList')).filter((trail) => isObject(trail));
}

function fits(trail: JsonObject, filter: JsonObject, evaluation: Evaluation): boolean {
  for (const [name, holds] of Object.entries(flags)) if (filter[name] === true && !holds(trail)) return false;
  if (
    filter['current-region'] === true &&
    trail.IsMultiRegionTrail !== true &&
    trail.HomeRegion !== evaluation.region
  )
    return false;
  if (filter['kms-key'] !== undefined && trail.KmsKeyId !== filter['kms-key']) return false;
  if (filter.running === true || filter.notifies === true) {
    const status = evaluation.call?.('cloudtrail.get_trail_status', { Name: trail.TrailARN ?? null }) ?? null;
    if (
      filter.running === true &&
      (property(status, 'IsLogging') !== true || property(status, 'LatestDeliveryError') !== null)
    )
      return false;
    if (
      filter.notifies === true &&
      (trail.SnsTopicARN === undefined || property(status, 'LatestNotificationError') !== null)
    )
      return false;
  }
  return filter['include-management-events'] !== true || recordsManagement(trail, evaluation);
}

function recordsManagement(trail: JsonObject, evaluation: Evaluation): boolean {
  const answer =
    evaluation.call?.('cloudtrail.get_event_selectors', { TrailName: trail.TrailARN ?? null }) ?? null;
  return listOf(property(answer, 'EventSelectors')).some(
    (selector) =>
      property(selector, 'ReadWriteType') === 'All' && property(selector, 'IncludeManagementEvents') === true,
  );
}
