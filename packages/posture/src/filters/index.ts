import type { FilterType } from '../filter.ts';
import { unusedPolicy, usedPolicy } from './attachment.ts';
import { checkCloudtrail } from './check-cloudtrail.ts';
import { crossAccount, peeringCrossAccount, roleCrossAccount } from './cross-account.ts';
import { event } from './event.ts';
import { hasAllowAll } from './has-allow-all.ts';
import { hasStatement } from './has-statement.ts';
import { latest } from './latest.ts';
import { listItem } from './list-item.ts';
import { markedForOp } from './marked-for-op.ts';
import { passwordPolicy } from './password-policy.ts';
import { reduce } from './reduce.ts';
import { related } from './related.ts';
import { relatedResourceFilters } from './related-resource.ts';
import { egress, ingress } from './security-group-rules.ts';
import { tagCount } from './tag-count.ts';
import { value } from './value.ts';

/** Every kind of filter. Of several with one name, the first that has the resource type counts. */
export const filterTypes: readonly FilterType[] = [
  value,
  listItem,
  event,
  reduce,
  tagCount,
  markedForOp,
  ingress,
  egress,
  crossAccount,
  roleCrossAccount,
  peeringCrossAccount,
  hasStatement,
  hasAllowAll,
  usedPolicy,
  unusedPolicy,
  latest,
  passwordPolicy,
  checkCloudtrail,
  related,
  ...relatedResourceFilters,
];
