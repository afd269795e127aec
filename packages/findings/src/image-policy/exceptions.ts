import type { Subject } from './gate-kind.ts';
import type { PolicyException } from './image-policy.ts';
import { type CompareVersions, dayMs } from './judge-context.ts';
import { fits, readPackagePattern } from './package-pattern.ts';
import { matchesWildcard } from './wildcard.ts';

type SubjectKey = 'vulnerability' | 'check' | 'secret' | 'license' | 'package' | 'path';

/** Of which an exception must name one to cover something of a kind: a package alone waives no vulnerability. */
const mustName: Readonly<Record<Subject['kind'], readonly SubjectKey[]>> = {
  vulnerability: ['vulnerability'],
  check: ['check'],
  file: ['check', 'secret', 'path'],
  package: ['package'],
  license: ['license'],
  image: [],
};

export const subjectKeys: readonly SubjectKey[] = [
  'vulnerability',
  'check',
  'secret',
  'license',
  'package',
  'path',
];

/** True when an exception lets something pass that a gate found. */
export function covers(
  exception: PolicyException,
  gate: string,
  subject: Subject,
  compareVersions: CompareVersions | undefined,
): boolean {
  if (exception.gate !== undefined && exception.gate !== gate) return false;
  const named = subjectKeys.filter((key) => exception[key] !== undefined);
  if (named.length === 0) return exception.gate !== undefined;
  if (!mustName[subject.kind].some((key) => named.includes(key))) return false;
  return named.every((key) => isMeant(key, exception[key] ?? '', subject, compareVersions));
}

export function isExpired({ expires }: PolicyException, now: Date): boolean {
  return now.getTime() >= Date.parse(`${expires}T00:00:00Z`) + dayMs;
}

/** What an exception is for: `CVE-2026-1 in curl`. */
export function subjectOf(exception: PolicyException): string {
  const { vulnerability, license, path, gate } = exception;
  const main = vulnerability ?? exception.check ?? exception.secret ?? license;
  const parts = [
    main ?? exception.package ?? path ?? `gate ${gate ?? ''}`,
    ...(main !== undefined && exception.package !== undefined ? [`in ${exception.package}`] : []),
    ...((main ?? exception.package) !== undefined && path !== undefined ? [`at ${path}`] : []),
  ];
  return parts.join(' ');
}

function isMeant(
  key: SubjectKey,
  pattern: string,
  subject: Subject,
  compareVersions: CompareVersions | undefined,
): boolean {
  switch (key) {
    case 'vulnerability':
      return (subject.vulnerabilities ?? []).some((id) => matchesWildcard(pattern, id));
    case 'check':
      return isLike(pattern, subject.check);
    case 'secret':
      return subject.isSecret === true && isLike(pattern, subject.check);
    case 'license':
      return isLike(pattern, subject.license);
    case 'path':
      return isLike(pattern, subject.path);
    case 'package': {
      const meant = readPackagePattern(pattern);
      if (subject.package === undefined || typeof meant === 'string') return false;
      return fits(meant, subject.package, compareVersions) === 'yes';
    }
  }
}

function isLike(pattern: string, value: string | undefined): boolean {
  return value !== undefined && matchesWildcard(pattern, value);
}
