import type { FilterType } from '../filter.ts';
import { event } from './event.ts';
import { hasAllowAll } from './has-allow-all.ts';
import { hasStatement } from './has-statement.ts';
import { listItem } from './list-item.ts';
import { related } from './related.ts';
import { egress, ingress } from './security-group-rules.ts';
import { value } from './value.ts';

/** Every kind of filter. Of several with one name, the first that has the resource type counts. */
export const filterTypes: readonly FilterType[] = [
  value,
  listItem,
  event,
  ingress,
  egress,
  hasStatement,
  hasAllowAll,
  related,
];
