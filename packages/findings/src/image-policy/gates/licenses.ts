import type { Package } from '@breakwater/model';
import { count, entries, someOf, texts } from '../field.ts';
import { type GateKind, packagesOf, type Violation } from '../gate-kind.ts';
import { type LicenseCategory, type LicenseGate, licenseCategories } from '../image-policy.ts';
import type { PolicyKnowledge } from '../judge-context.ts';
import { readLicense, refusedBy } from '../license-expression.ts';
import { firstFit, packagePatternProblem, packagePatterns } from '../package-pattern.ts';
import { matchesWildcard } from '../wildcard.ts';

export const licenses: GateKind<LicenseGate> = {
  type: 'licenses',
  about:
    'Finds each package whose licence is denied, or not allowed. Entries are SPDX ids. Of `A OR B` one acceptable choice is enough, of `A AND B` each counts. A package that names no licence has `none`, of the category unknown.',
  nouns: ['licence that is not accepted', 'licences that are not accepted'],
  fields: {
    deny: texts('Licences that must not be there: `AGPL-*`, `none`.'),
    allow: texts('The only licences that may be there; with `allowCategories`, either is enough.'),
    denyCategories: someOf(licenseCategories, 'Categories that must not be there.'),
    allowCategories: someOf(licenseCategories, 'The only categories that may be there.'),
    packageTypes: texts('Only packages of these purl types.'),
    exceptPackages: entries('Not these packages.', undefined, packagePatternProblem),
    moreThan: count(1_000_000, 'So many may be there.'),
  },
  judge: (gate, image) => {
    const except = packagePatterns(gate.exceptPackages);
    const { knowledge } = image.context;
    const violations = packagesOf(image, gate.packageTypes)
      .filter((one) => firstFit(except, one, knowledge?.compareVersions).fit !== 'yes')
      .flatMap((one) => refusedIn(gate, one, knowledge));
    const asksCategory = gate.denyCategories !== undefined || gate.allowCategories !== undefined;
    const isUndecided = asksCategory && knowledge === undefined;
    return { violations, undecided: isUndecided ? ['the categories of licences are not known here'] : [] };
  },
};

function refusedIn(gate: LicenseGate, found: Package, knowledge: PolicyKnowledge | undefined): Violation[] {
  const stated = found.licenses.length === 0 ? undefined : found.licenses.join(' AND ');
  const expression = (knowledge === undefined ? stated : knowledge.licenseOf(found)) ?? 'none';
  const categoryOf = (id: string) => knowledge?.licenseCategory(id) ?? 'unknown';
  return refusedBy(readLicense(expression), (id) => isRefused(gate, id, categoryOf(id))).map((license) => ({
    subject: { kind: 'license', license, package: found },
    text: `${license} (${categoryOf(license)}) of ${found.name} ${found.version}`,
    fix: `replace ${found.name}, or accept ${license} for it by an exception`,
  }));
}

function isRefused(gate: LicenseGate, id: string, category: LicenseCategory): boolean {
  const { deny = [], denyCategories = [], allow, allowCategories } = gate;
  const isNamed = (pattern: string) => matchesWildcard(pattern.toLowerCase(), id.toLowerCase());
  if (deny.some(isNamed) || denyCategories.includes(category)) return true;
  if (allow === undefined && allowCategories === undefined) return false;
  return allow?.some(isNamed) !== true && allowCategories?.includes(category) !== true;
}
