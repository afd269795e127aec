import type { ConfigFinding, Match, Package } from '@breakwater/model';
import type { PolicyException } from './image-policy.ts';
import { matchesWildcard } from './wildcard.ts';

export function coversMatch(exception: PolicyException, match: Match): boolean {
  const { vulnerability } = exception;
  if (vulnerability === undefined) return false;
  if (match.id !== vulnerability && !match.aliases.includes(vulnerability)) return false;
  return exception.package === undefined || isNamed(exception.package, match.package);
}

export function coversCheck(exception: PolicyException, finding: ConfigFinding): boolean {
  return exception.check === finding.checkId;
}

export function coversPackage(exception: PolicyException, found: Package): boolean {
  if (exception.package === undefined || exception.vulnerability !== undefined) return false;
  return isNamed(exception.package, found);
}

/** True when a package is meant by `[type:]name[@version]`. A scope (`@org/name`) belongs to the name. */
export function isNamed(
  entry: string,
  { type, name, version }: Pick<Package, 'type' | 'name' | 'version'>,
): boolean {
  return [name, `${type}:${name}`, `${name}@${version}`, `${type}:${name}@${version}`].some((form) =>
    matchesWildcard(entry, form),
  );
}
