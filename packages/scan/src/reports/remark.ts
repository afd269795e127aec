import { createHash } from 'node:crypto';
import type { ImageReport, Match, Severity } from '@breakwater/model';

/** One thing that a report for machines tells: a vulnerability of a package, or a failing check of the configuration. */
export interface Remark {
  readonly kind: 'vulnerability' | 'misconfiguration';
  /** CVE where there is one, or the advisory's or check's id. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** CVSS base score. */
  readonly score?: number;
  /** What to do, in a sentence. */
  readonly remedy: string;
  /** File in the image that shows the package; absent for the configuration. */
  readonly path?: string;
  readonly match?: Match;
  /** The same in every scan of the same thing: names what is wrong and where, not which scan or version found it. */
  readonly fingerprint: string;
}

/** Everything of a report, in its order: vulnerabilities most severe first, then checks. */
export function remarksOf({ matches, configFindings }: ImageReport): Remark[] {
  const vulnerabilities = matches.map((match): Remark => {
    const { severity, cvss, path, package: target } = match;
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
      match,
      fingerprint: fingerprintOf([id, target.type, target.name, path ?? '']),
    };
  });
  const checks = configFindings.map(
    ({ checkId, title, severity, evidence, remediation }): Remark => ({
      kind: 'misconfiguration',
      id: checkId,
      title: evidence === '' ? title : `${title}: ${evidence}`,
      severity,
      remedy: remediation,
      fingerprint: fingerprintOf([checkId, evidence]),
    }),
  );
  return [...vulnerabilities, ...checks];
}

/** People know vulnerabilities by their CVE. */
export function displayId({ id, aliases }: Pick<Match, 'id' | 'aliases'>): string {
  if (id.startsWith('CVE-')) return id;
  return aliases.find((alias) => alias.startsWith('CVE-')) ?? id;
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
