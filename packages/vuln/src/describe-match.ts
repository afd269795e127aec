import { isErratum, type Match, type MatchDetail, type Package, type Severity } from '@breakwater/model';
import type { Advisory, CveFacts, Cvss } from './advisories/advisory.ts';
import type { AdvisoryDatabase, AffectedPackage } from './advisories/database.ts';
import { severityFromScore } from './cvss/index.ts';
import type { Verdict } from './evaluate.ts';
import type { Subject } from './matchers/matcher.ts';
import type { VersionScheme } from './versions/version-scheme.ts';

/** A statement that covers a package, and why. */
export interface Hit extends AffectedPackage {
  readonly verdict: Verdict;
}

/** Databases kept by the ecosystem or distribution itself; their records lead a group. */
const vendorPrefix =
  /^(?:DEBIAN|UBUNTU|USN|DSA|DLA|ALPINE|AL[SBE]A|RHSA|RLSA|SUSE|openSUSE|GO|PYSEC|RUSTSEC)-/;

/** One match from all records of one vulnerability that cover a package: the vendor's record leads. */
export function describeMatch(
  target: Package,
  subject: Subject,
  scheme: VersionScheme,
  group: readonly Hit[],
  database: AdvisoryDatabase,
): Match {
  const hits = group.toSorted(comparePrimary);
  const advisories = hits.map((hit) => hit.advisory);
  const [primary] = hits;
  if (primary === undefined) throw new RangeError('a match needs at least one advisory');
  const facts = readCveFacts(advisories, database);
  const cvss = first(advisories, (advisory) => advisory.cvss) ?? facts.cvss;
  const fix = chooseFix(hits, primary, scheme);
  const published = first(advisories, (advisory) => advisory.published);
  const location = target.locations[0];
  return {
    id: primary.advisory.id,
    aliases: aliasesOf(primary.advisory.id, advisories),
    summary: first(advisories, (advisory) => (advisory.summary === '' ? undefined : advisory.summary)) ?? '',
    ...rate(advisories, cvss),
    ...(cvss === undefined ? {} : { cvss: cvss.score }),
    ...(cvss?.vector === undefined ? {} : { cvssVector: cvss.vector }),
    ...(facts.epss === undefined ? {} : { epss: facts.epss }),
    ...(facts.epssPercentile === undefined ? {} : { epssPercentile: facts.epssPercentile }),
    isKnownExploited: facts.isKnownExploited,
    ...(facts.exploitedDue === undefined ? {} : { exploitedDue: facts.exploitedDue }),
    fixState: fix.verdict.fixState,
    ...(fix.verdict.fixedVersion === undefined ? {} : { fixedVersion: fix.verdict.fixedVersion }),
    ...(fix.verdict.fixedAt === undefined ? {} : { fixedAt: fix.verdict.fixedAt }),
    ...(published === undefined ? {} : { published }),
    package: { type: target.type, name: target.name, version: target.version, purl: target.purl },
    ...(location === undefined ? {} : { path: location.path }),
    ...(location?.layer === undefined ? {} : { layer: location.layer }),
    details: hits.map((hit) => describeHit(subject, hit)),
  };
}

/** The highest fix that a record names: from there on none of the group covers the package. */
function chooseFix(hits: readonly Hit[], primary: Hit, scheme: VersionScheme): Hit {
  let chosen = primary;
  for (const hit of hits) {
    const [fix, best] = [hit.verdict.fixedVersion, chosen.verdict.fixedVersion];
    if (fix !== undefined && (best === undefined || scheme.compare(fix, best) === 1)) chosen = hit;
  }
  return chosen;
}

function describeHit(subject: Subject, { advisory, verdict }: Hit): MatchDetail {
  const { matchedBy, name, version } = subject;
  return { matchedBy, name, version, constraint: verdict.constraint, advisory: advisory.id };
}

function comparePrimary(a: Hit, b: Hit): number {
  return (
    primaryRank(a.advisory) - primaryRank(b.advisory) ||
    (a.advisory.id < b.advisory.id ? -1 : Number(a.advisory.id > b.advisory.id))
  );
}

function primaryRank({ id, upstream }: Advisory): number {
  if (vendorPrefix.test(id)) return upstream.length > 1 ? 1 : 0;
  return id.startsWith('GHSA-') ? 2 : 3;
}

function aliasesOf(id: string, advisories: readonly Advisory[]): string[] {
  const names = advisories.flatMap((advisory) => [...namesOf(advisory), ...relatedCves(advisory)]);
  return [...new Set(names)].filter((name) => name !== id).sort();
}

/** Errata of AlmaLinux and others name the CVEs that they mend nowhere but among what is related. */
function relatedCves(advisory: Advisory): readonly string[] {
  return isErratum(advisory.id) && !namesOf(advisory).some(isCve) ? advisory.related.filter(isCve) : [];
}

function namesOf({ id, aliases, upstream }: Advisory): readonly string[] {
  return [id, ...aliases, ...upstream];
}

/** The publisher's word first, then the CVSS score. */
function rate(
  advisories: readonly Advisory[],
  cvss: Cvss | undefined,
): { readonly severity: Severity; readonly severityFrom: NonNullable<Match['severityFrom']> } {
  const stated = first(advisories, (advisory) => advisory.severity);
  if (stated !== undefined) return { severity: stated, severityFrom: 'vendor' };
  if (cvss !== undefined) return { severity: severityFromScore(cvss.score), severityFrom: 'cvss' };
  return { severity: 'medium', severityFrom: 'assumed' };
}

/** The worst of what is known of the group's CVEs; of related ones only where no CVE is named itself. */
function readCveFacts(advisories: readonly Advisory[], database: AdvisoryDatabase): CveFacts {
  const own = advisories.flatMap(namesOf).filter(isCve);
  const cves = own.length > 0 ? own : advisories.flatMap(({ related }) => related).filter(isCve);
  let worst: CveFacts = { isKnownExploited: false };
  for (const cve of new Set(cves)) worst = worse(worst, database.cve(cve));
  return worst;
}

function worse(a: CveFacts, b: CveFacts | undefined): CveFacts {
  if (b === undefined) return a;
  const likelier = (b.epss ?? -1) > (a.epss ?? -1) ? b : a;
  const [due] = [a.exploitedDue, b.exploitedDue].filter((day) => day !== undefined).sort();
  const graver = (b.cvss?.score ?? -1) > (a.cvss?.score ?? -1) ? b : a;
  return {
    isKnownExploited: a.isKnownExploited || b.isKnownExploited,
    ...(due === undefined ? {} : { exploitedDue: due }),
    ...(likelier.epss === undefined ? {} : { epss: likelier.epss }),
    ...(likelier.epssPercentile === undefined ? {} : { epssPercentile: likelier.epssPercentile }),
    ...(graver.cvss === undefined ? {} : { cvss: graver.cvss }),
  };
}

function isCve(id: string): boolean {
  return id.startsWith('CVE-');
}

function first<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const value = read(item);
    if (value !== undefined) return value;
  }
  return undefined;
}
