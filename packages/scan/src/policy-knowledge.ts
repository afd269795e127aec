import type { PolicyKnowledge } from '@breakwater/findings';
import { endOfLife, findVersionScheme } from '@breakwater/vuln';

/** What judging by a policy needs to know of ecosystems and distributions. */
export const policyKnowledge: PolicyKnowledge = {
  compareVersions: (type, a, b) => findVersionScheme(type === 'golang' ? 'semver' : type)?.compare(a, b),
  endOfLife,
};
