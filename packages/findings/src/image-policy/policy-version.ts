import { createHash } from 'node:crypto';
import type { ImagePolicy } from './image-policy.ts';

/** Names what a policy says, whatever its spelling or comments: `sha256:` of its content with sorted keys. */
export function policyVersion(policy: ImagePolicy): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(policy, sortKeys)).digest('hex')}`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
