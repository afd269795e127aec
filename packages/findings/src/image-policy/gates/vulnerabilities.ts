import { type FixState, type Match, ownNames } from '@breakwater/model';
import { count, days, entries, flag, number, oneOf, someOf, texts } from '../field.ts';
import type { GateKind, Violation } from '../gate-kind.ts';
import type { VulnerabilityGate } from '../image-policy.ts';
import { daysSince, type JudgedImage } from '../judge-context.ts';
import { firstFit, type PackagePattern, packagePatternProblem, packagePatterns } from '../package-pattern.ts';
import { displayId, planUpgrades } from '../upgrades.ts';
import { matchesWildcard } from '../wildcard.ts';
import { baseLayersOf, layerFilter } from './layer-side.ts';
import { hasSeverity, severityConditions, severityFields } from './severity-filter.ts';

const fixStates: readonly FixState[] = ['fixed', 'not-fixed', 'wont-fix', 'unknown'];

export const vulnerabilities: GateKind<VulnerabilityGate> = {
  type: 'vulnerabilities',
  about: 'Finds each vulnerability that meets all conditions given.',
  nouns: ['vulnerability', 'vulnerabilities'],
  fields: {
    ...severityFields,
    ids: texts('Ids or aliases, such as `CVE-2021-44228`.'),
    cvssAtLeast: number(0, 10, 'CVSS base score; what nobody has scored is not found.'),
    epssAtLeast: number(0, 1, 'EPSS probability.'),
    epssPercentileAtLeast: number(0, 1, 'EPSS percentile.'),
    knownExploited: flag("In CISA's catalogue of known exploited vulnerabilities (KEV)."),
    exploitedDueWithinDays: days('In KEV, and due in so many days or fewer, or overdue; undated ones count.'),
    fixableOnly: flag('Only what an upgrade closes.'),
    fixStates: someOf(fixStates, 'State of the fix.'),
    fixOlderThanDays: days('Only where the fix has been out for longer; an undated one counts.'),
    graceDays: days('Days after publication in which it does not count yet.'),
    packages: entries('Only in these packages.', undefined, packagePatternProblem),
    exceptPackages: entries('Not in these packages.', undefined, packagePatternProblem),
    packageTypes: texts('Only in packages of these purl types: `deb`, `npm` …'),
    paths: texts('Only where the package was found at such a path.'),
    layer: oneOf(['base', 'own'], 'Only in layers of the base image, or only in others.'),
    inUse: flag('Only packages seen in use at run time; all, where nobody has watched.'),
    moreThan: count(1_000_000, 'So many may be there.'),
  },
  judge: (gate, image) => {
    const side = layerFilter(gate.layer, image);
    const only = gate.packages === undefined ? undefined : packagePatterns(gate.packages);
    const except = packagePatterns(gate.exceptPackages);
    const found = image.report.matches.filter(
      (match) =>
        isDangerous(gate, match, image) &&
        side.includes(match.layer) &&
        isInPackage(gate, match, image, only, except),
    );
    return {
      violations: found.map(toViolation),
      conditions: describeConditions(gate, image),
      undecided: side.undecided,
      fixes: (left) =>
        planUpgrades(
          left.flatMap(({ match }) => match ?? []),
          gate.moreThan ?? 0,
          { compareVersions: image.context.knowledge?.compareVersions, ...baseOf(image) },
        ),
    };
  },
};

function isDangerous(gate: VulnerabilityGate, match: Match, image: JudgedImage): boolean {
  const { now } = image;
  if (!hasSeverity(gate, match.severity)) return false;
  if (gate.ids !== undefined && !gate.ids.some((id) => isIdentified(id, match))) return false;
  if (gate.cvssAtLeast !== undefined && (match.cvss ?? -1) < gate.cvssAtLeast) return false;
  if (gate.epssAtLeast !== undefined && (match.epss ?? 0) < gate.epssAtLeast) return false;
  const { epssPercentileAtLeast: percentile } = gate;
  if (percentile !== undefined && (match.epssPercentile ?? 0) < percentile) return false;
  if (gate.knownExploited === true && !match.isKnownExploited) return false;
  if (gate.exploitedDueWithinDays !== undefined) {
    const overdue = daysSince(match.exploitedDue, now) ?? 0;
    if (!match.isKnownExploited || -overdue > gate.exploitedDueWithinDays) return false;
  }
  if (gate.fixableOnly === true && match.fixState !== 'fixed') return false;
  if (gate.fixStates !== undefined && !gate.fixStates.includes(match.fixState)) return false;
  if (gate.fixOlderThanDays !== undefined) {
    const age = daysSince(match.fixedAt ?? match.published, now) ?? Number.POSITIVE_INFINITY;
    if (match.fixState !== 'fixed' || age <= gate.fixOlderThanDays) return false;
  }
  const grace = gate.graceDays ?? image.graceDays;
  return grace === undefined || (daysSince(match.published, now) ?? Number.POSITIVE_INFINITY) > grace;
}

function isInPackage(
  gate: VulnerabilityGate,
  match: Match,
  { context }: JudgedImage,
  only: readonly PackagePattern[] | undefined,
  except: readonly PackagePattern[],
): boolean {
  const { packageTypes, paths } = gate;
  const compareVersions = context.knowledge?.compareVersions;
  if (packageTypes !== undefined && !packageTypes.includes(match.package.type)) return false;
  if (paths !== undefined && !paths.some((path) => matchesWildcard(path, match.path ?? ''))) return false;
  if (only !== undefined && firstFit(only, match.package, compareVersions).fit === 'no') return false;
  if (firstFit(except, match.package, compareVersions).fit === 'yes') return false;
  return gate.inUse !== true || context.inUse === undefined || context.inUse.has(match.package.purl);
}

function isIdentified(pattern: string, { id, aliases }: Match): boolean {
  return matchesWildcard(pattern, id) || aliases.some((alias) => matchesWildcard(pattern, alias));
}

function toViolation(match: Match): Violation {
  const { name, version } = match.package;
  const advice = match.fixedVersion === undefined ? 'no fix known' : `fixed in ${match.fixedVersion}`;
  return {
    subject: {
      kind: 'vulnerability',
      vulnerabilities: ownNames(match),
      package: match.package,
      ...(match.path === undefined ? {} : { path: match.path }),
    },
    text: `${displayId(match)} in ${name} ${version} (${advice})`,
    match,
  };
}

function baseOf(image: JudgedImage) {
  const layers = baseLayersOf(image);
  const { baseImage } = image.report;
  return layers === undefined || baseImage === undefined ? {} : { base: { name: baseImage.name, layers } };
}

function describeConditions(gate: VulnerabilityGate, image: JudgedImage): string[] {
  const conditions = severityConditions(gate);
  const { packageTypes, exploitedDueWithinDays: due } = gate;
  if (gate.cvssAtLeast !== undefined) conditions.push(`CVSS ${gate.cvssAtLeast} or more`);
  if (gate.knownExploited === true) conditions.push('known to be exploited');
  if (due !== undefined) conditions.push(`known to be exploited, due in ${due} days or fewer`);
  if (gate.epssAtLeast !== undefined) conditions.push(`EPSS ${gate.epssAtLeast} or more`);
  if (gate.epssPercentileAtLeast !== undefined) {
    conditions.push(`EPSS percentile ${gate.epssPercentileAtLeast} or more`);
  }
  if (gate.fixableOnly === true) conditions.push('with a fix');
  if (gate.fixOlderThanDays !== undefined)
    conditions.push(`with a fix older than ${gate.fixOlderThanDays} days`);
  const grace = gate.graceDays ?? image.graceDays;
  if (grace !== undefined) conditions.push(`published more than ${grace} days ago`);
  if (packageTypes !== undefined) conditions.push(`in packages of type ${packageTypes.join(', ')}`);
  if (gate.layer !== undefined)
    conditions.push(gate.layer === 'base' ? 'of the base image' : "in the image's own layers");
  if (gate.inUse === true) conditions.push(image.context.inUse === undefined ? 'use not known' : 'in use');
  return conditions;
}
