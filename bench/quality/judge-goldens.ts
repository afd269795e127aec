import type { Distro, Package } from '@breakwater/model';
import { type AdvisoryDatabase, matchPackages } from '@breakwater/vuln';
import { addOutcome, type Score, scoreOf } from './score.ts';

/** A package of which we know whether a vulnerability is in it, and what the case is about. */
export interface Golden {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly source?: string;
  readonly isThirdParty?: true;
  readonly distro?: Distro;
  readonly vulnerability: string;
  readonly isAffected: boolean;
  readonly why: string;
}

/** A finding that an image is known to have, from the file beside it. */
export interface ExpectedFinding {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly type: string;
  readonly package: string;
  readonly version: string;
}

/** The score of the cases and, in words, those we get wrong. */
export function judgeGoldens(
  goldens: readonly Golden[],
  database: AdvisoryDatabase,
): { readonly score: Score; readonly wrong: readonly string[] } {
  let score: Score | undefined;
  const wrong: string[] = [];
  for (const golden of goldens) {
    const { distro, vulnerability, isAffected, type, name, version, why } = golden;
    const sbom = { packages: [packageOf(golden)], ...(distro === undefined ? {} : { distro }) };
    const { matches } = matchPackages(sbom, database);
    const isFound = matches.some(({ id, aliases }) => [id, ...aliases].includes(vulnerability));
    score = addOutcome(score, isAffected, isFound);
    if (isFound === isAffected) continue;
    wrong.push(`${vulnerability} in ${type} ${name} ${version}: ${isFound ? 'found' : 'missed'} (${why})`);
  }
  return { score: scoreOf(score ?? addOutcome(undefined, false, false)), wrong };
}

/** Findings of an image beside those expected: a finding is the same by any of its ids, package and version. */
export function judgeFindings(
  expected: readonly ExpectedFinding[],
  actual: readonly ExpectedFinding[],
): Score {
  const [wanted, found] = [keysOfAll(expected), keysOfAll(actual)];
  let score: Score | undefined;
  for (const one of expected)
    score = addOutcome(
      score,
      true,
      keysOf(one).some((key) => found.has(key)),
    );
  for (const one of actual) {
    if (!keysOf(one).some((key) => wanted.has(key))) score = addOutcome(score, false, true);
  }
  return scoreOf(score ?? addOutcome(undefined, false, false));
}

function keysOfAll(findings: readonly ExpectedFinding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(keysOf));
}

function keysOf({ id, aliases, type, package: name, version }: ExpectedFinding): readonly string[] {
  const full = type === 'rpm' && !version.includes(':') ? `0:${version}` : version;
  return [id, ...aliases].map((one) => `${type} ${name} ${full} ${one}`);
}

function packageOf({ type, name, version, source, isThirdParty }: Golden): Package {
  return {
    type,
    name,
    version,
    purl: `pkg:${type}/${encodeURIComponent(name)}@${encodeURIComponent(version)}`,
    locations: [],
    licenses: [],
    foundBy: 'golden',
    ...(source === undefined ? {} : { origin: { name: source, version } }),
    ...(isThirdParty === undefined ? {} : { isThirdParty }),
  };
}
