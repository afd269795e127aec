import { createHash } from 'node:crypto';
import {
  type ConfigFinding,
  type FileFinding,
  type FileFindingKind,
  type IgnoredFinding,
  type ImageReport,
  type Match,
  ownNames,
  type Severity,
} from '@breakwater/model';

export type RemarkKind = 'vulnerability' | 'misconfiguration' | FileFindingKind;

/** One thing that a report for machines tells: a vulnerability of a package, a failing check, or something found in a file. */
export interface Remark {
  readonly kind: RemarkKind;
  /** CVE where there is one, or the advisory's or check's id. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** CVSS base score. */
  readonly score?: number;
  /** What to do, in a sentence. */
  readonly remedy: string;
  /** File in the image that shows it; absent for the configuration. */
  readonly path?: string;
  /** Line of that file, from 1. */
  readonly line?: number;
  /** diff_id of the layer that brought the file. */
  readonly layer?: string;
  readonly match?: Match;
  /** What was read, with secrets masked. */
  readonly evidence?: string;
  /** Somebody set it aside, and why: it counts in no verdict. */
  readonly setAside?: { readonly reason: string; readonly by: string };
  /** The same in every scan of the same thing: names what is wrong and where, not which scan or version found it. */
  readonly fingerprint: string;
}

/** Everything of a report, in its order: vulnerabilities most severe first, then files, then checks of the configuration. */
export function remarksOf({ matches, configFindings, fileFindings = [] }: ImageReport): Remark[] {
  return distinct([
    ...matches.map(ofMatch),
    ...fileFindings.map(ofFileFinding),
    ...configFindings.map(ofConfigFinding),
  ]);
}

/** What VEX documents and ignore rules set aside, each with the reason. */
export function setAsideOf({ suppressed = [], ignored = [] }: ImageReport): Remark[] {
  const byVex = suppressed.map(({ match, status, source, justification }): Remark => {
    const reason = justification === undefined ? status : `${status}: ${justification}`;
    return { ...ofMatch(match), setAside: { reason, by: source } };
  });
  const byRule = ignored.map((one): Remark => {
    const setAside = { reason: one.reason, by: `rule for ${one.rule}, until ${one.expires}` };
    return { ...ofIgnored(one), setAside };
  });
  return distinct([...byVex, ...byRule]);
}

function ofIgnored(ignored: IgnoredFinding): Remark {
  switch (ignored.kind) {
    case 'vulnerability':
      return ofMatch(ignored.finding);
    case 'file':
      return ofFileFinding(ignored.finding);
    case 'configuration':
      return ofConfigFinding(ignored.finding);
  }
}

function ofMatch(match: Match): Remark {
  const { severity, cvss, path, layer, package: target } = match;
  const id = displayId(match);
  return {
    kind: 'vulnerability',
    id,
    title: `${id} in ${target.name} ${target.version}`,
    severity,
    ...(cvss === undefined ? {} : { score: cvss }),
    remedy:
      match.fixedVersion === undefined
        ? `No fixed version of ${target.name} is known.`
        : `Upgrade ${target.name} to ${match.fixedVersion}.`,
    ...(path === undefined ? {} : { path }),
    ...(layer === undefined ? {} : { layer }),
    match,
    fingerprint: fingerprintOf([id, target.type, target.name, path ?? '']),
  };
}

function ofFileFinding(finding: FileFinding): Remark {
  const { kind, checkId, severity, path, line, layer, isDeleted, evidence, remediation } = finding;
  const gone = isDeleted ? ' (deleted by a later layer, but still pulled)' : '';
  return {
    kind,
    id: checkId,
    title: `${finding.title} in ${path}${gone}`,
    severity,
    remedy: remediation,
    path,
    ...(line === undefined ? {} : { line }),
    ...(layer === undefined ? {} : { layer }),
    evidence,
    fingerprint: fingerprintOf([checkId, path, evidence]),
  };
}

function ofConfigFinding({ checkId, title, severity, evidence, remediation }: ConfigFinding): Remark {
  return {
    kind: 'misconfiguration',
    id: checkId,
    title: evidence === '' ? title : `${title}: ${evidence}`,
    severity,
    remedy: remediation,
    fingerprint: fingerprintOf([checkId, evidence]),
  };
}

/** Readers tell results apart by their fingerprint: what is found twice alike gets a number. */
function distinct(remarks: readonly Remark[]): Remark[] {
  const seen = new Map<string, number>();
  return remarks.map((remark) => {
    const count = (seen.get(remark.fingerprint) ?? 0) + 1;
    seen.set(remark.fingerprint, count);
    return count === 1
      ? remark
      : { ...remark, fingerprint: fingerprintOf([remark.fingerprint, String(count)]) };
  });
}

/** People know vulnerabilities by their CVE. */
export function displayId(match: Pick<Match, 'id' | 'aliases'>): string {
  return ownNames(match).find((name) => name.startsWith('CVE-')) ?? match.id;
}

/** Where people read about an id; undefined when no public page is known. */
export function pageOf(id: string): string | undefined {
  if (id.startsWith('CVE-')) return `https://nvd.nist.gov/vuln/detail/${encodeURIComponent(id)}`;
  if (id.startsWith('GHSA-')) return `https://github.com/advisories/${encodeURIComponent(id)}`;
  return /^[A-Z]+-/.test(id) ? `https://osv.dev/vulnerability/${encodeURIComponent(id)}` : undefined;
}

function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 40);
}
