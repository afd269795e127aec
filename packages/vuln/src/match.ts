import { type Gap, type Match, type Package, type Sbom, severityRank } from '@breakwater/model';
import type { AdvisoryProblem } from './advisories/advisory.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';
import { groupByAlias } from './alias-groups.ts';
import { describeMatch, type Hit } from './describe-match.ts';
import { schemeOfEcosystem } from './ecosystems.ts';
import { evaluate } from './evaluate.ts';
import { matchers } from './matchers/index.ts';
import type { Matcher, Subject } from './matchers/matcher.ts';
import type { VersionScheme } from './versions/version-scheme.ts';

export interface MatchResult {
  /** Most severe first, then by package and id. */
  readonly matches: readonly Match[];
  /** What could not be judged: no data for a distribution or ecosystem, versions that cannot be read. */
  readonly gaps: readonly Gap[];
}

/** The statements that cover a package, by vulnerability, and the order that judged them. */
interface Judgement {
  readonly scheme: VersionScheme;
  readonly groups: readonly (readonly Hit[])[];
}

/**
 * Matches every package of an SBOM against the advisories: one match for each vulnerability (not each record)
 * and package. Whatever cannot be judged is a gap, never silence.
 */
export function matchPackages(sbom: Sbom, database: AdvisoryDatabase): MatchResult {
  const matches: Match[] = [];
  const gaps = new Map<string, Package[]>();
  for (const target of sbom.packages) {
    const matcher = matchers.find(({ types }) => types.includes(target.type));
    const subject = subjectOf(target, matcher, sbom.distro);
    if (subject === undefined) continue;
    const found = typeof subject === 'string' ? subject : judge(target, subject, matcher, database, gaps);
    if (typeof found === 'string') addGap(gaps, found, target);
    else if (typeof subject !== 'string') {
      for (const group of found.groups) {
        matches.push(describeMatch(target, subject, found.scheme, group, database));
      }
    }
  }
  const all = [...gaps]
    .map(([reason, packages]) => packageGap(reason, packages))
    .concat(database.info.damagedFiles.map(damageGap));
  return { matches: sortMatches(matches), gaps: all.sort(compareGaps) };
}

/** The order of matches in a result: most severe first, then by package and id. */
export function sortMatches(matches: readonly Match[]): Match[] {
  return matches.toSorted(compareMatches);
}

/** Of a gap that `matchPackages` told: the package it names, of several the first; undefined for every other gap. */
export function packageOfGap({ what }: Gap, packages: readonly Package[]): Package | undefined {
  const name = /^\d+ packages, first (.*)$/s.exec(what)?.[1] ?? what;
  return packages.find((candidate) => nameInGap(candidate) === name);
}

function subjectOf(
  target: Package,
  matcher: Matcher | undefined,
  distro: Sbom['distro'],
): Subject | string | undefined {
  if (matcher === undefined) return `no advisory data is matched with packages of type ${target.type}`;
  // A version of php from elsewhere is neither affected nor mended by what the distribution says of its own php.
  if (target.isThirdParty === true) return 'not from the distribution, whose advisories say nothing of it';
  return matcher.subject(target, distro);
}

function damageGap({ file, message }: AdvisoryProblem): Gap {
  return { what: `advisory data ${file}`, reason: `${message}; get the file again` };
}

/** The statements that cover a package, grouped by vulnerability; a string says why nobody can tell. */
function judge(
  target: Package,
  subject: Subject,
  matcher: Matcher | undefined,
  database: AdvisoryDatabase,
  gaps: Map<string, Package[]>,
): Judgement | string {
  const ecosystems = subject.ecosystems.filter((name) => database.info.ecosystems[name] !== undefined);
  const [ecosystem] = ecosystems;
  if (ecosystem === undefined) return `no advisory data for ${subject.ecosystems[0]}`;
  const statements = ecosystems.flatMap((name) => database.affectedBy(name, subject.name));
  const scheme = schemeOfEcosystem(ecosystem);
  if (scheme === undefined) return `the order of versions in ${ecosystem} is not known`;
  if (statements.length === 0) return { scheme, groups: [] };
  const compare = scheme.comparatorFor(subject.version);
  if (compare === undefined) return `"${subject.version}" is not a version of ${scheme.name}`;
  const hits: Hit[] = [];
  for (const statement of statements) {
    if (matcher?.isAbout?.(target, statement) === false) continue;
    const verdict = evaluate(statement.affected, subject.version, compare);
    if (verdict !== undefined) hits.push({ ...statement, verdict });
    else if (statement.affected.isPartial === true) {
      addGap(gaps, `${statement.advisory.id} names versions that cannot be read`, target);
    }
  }
  return { scheme, groups: groupByAlias(hits) };
}

function addGap(gaps: Map<string, Package[]>, reason: string, target: Package): void {
  const packages = gaps.get(reason);
  if (packages === undefined) gaps.set(reason, [target]);
  else packages.push(target);
}

/** The gap of packages that could not be judged for one reason. */
export function packageGap(reason: string, packages: readonly Package[]): Gap {
  const [first] = packages;
  const name = first === undefined ? '' : nameInGap(first);
  return { what: packages.length === 1 ? name : `${packages.length} packages, first ${name}`, reason };
}

function nameInGap({ type, name, version }: Package): string {
  return `${type} ${name} ${version}`;
}

function compareMatches(a: Match, b: Match): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    compareText(a.package.name, b.package.name) ||
    compareText(a.package.version, b.package.version) ||
    compareText(a.id, b.id) ||
    compareText(a.path ?? '', b.path ?? '')
  );
}

function compareGaps(a: Gap, b: Gap): number {
  return compareText(a.reason, b.reason);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
