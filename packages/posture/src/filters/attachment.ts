import { checkKeys, each, type FilterType } from '../filter.ts';
import type { JsonObject } from '../json.ts';
import { property } from '../json.ts';

/** A customer policy that some identity holds or is bounded by. */
export const usedPolicy: FilterType = attachmentFilter('used', (policy) => isUsed(policy));

/** A customer policy that nobody holds. */
export const unusedPolicy: FilterType = attachmentFilter('unused', (policy) => !isUsed(policy));

function attachmentFilter(name: string, matches: (policy: JsonObject) => boolean): FilterType {
  return {
    name,
    resourceTypes: ['aws.iam-policy'],
    compile: (filter, context) => {
      checkKeys(filter, [], context);
      return each(matches);
    },
  };
}

function isUsed(policy: JsonObject): boolean {
  return (
    Number(property(policy, 'AttachmentCount')) > 0 ||
    Number(property(policy, 'PermissionsBoundaryUsageCount')) > 0
  );
}
