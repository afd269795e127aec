import type { PolicyKnowledge } from '@breakwater/findings';
import { licenseCategory, packageLicense } from '@breakwater/sbom';
import { endOfLife, findVersionScheme } from '@breakwater/vuln';

/** What judging by a policy needs to know of ecosystems, distributions and licences. */
export const policyKnowledge: PolicyKnowledge = {
  compareVersions,
  endOfLife,
  licenseOf: (target) => packageLicense(target).expression,
  licenseCategory,
};

/** Modules are installed as `v1.4.0`, the standard library as `go1.19.8`; advisories and people write either without the letters. */
function compareVersions(type: string, a: string, b: string): number | undefined {
  if (type !== 'golang') return findVersionScheme(type)?.compare(a, b);
  const [left = '', right = ''] = [a, b].map((version) => version.replace(/^(?:v|go)(?=\d)/, ''));
  return findVersionScheme('semver')?.compare(left, right);
}
