import { type Distro, type Match, ownNames, type Package } from '@breakwater/model';
import type { AdvisoryDatabase, PackageKey } from './advisories/database.ts';
import { matchPackages } from './match.ts';
import { matchers } from './matchers/index.ts';

/** A package as one or many images have it, and the distribution it is judged under. */
export interface PackageVariant {
  readonly package: Package;
  readonly distro?: Distro;
}

/** What new advisory data says differently of one package. */
export interface MatchChanges<V extends PackageVariant> {
  readonly variant: V;
  readonly added: readonly Match[];
  readonly removed: readonly Match[];
  /** Still there, with another severity, fix or state of exploitation. */
  readonly changed: readonly { readonly before: Match; readonly after: Match }[];
}

/** Under what keys advisories may speak of a package; none when no data could. */
export function packageKeys({ package: target, distro }: PackageVariant): PackageKey[] {
  const matcher = matchers.find(({ types }) => types.includes(target.type));
  const subject = matcher?.subject(target, distro);
  if (subject === undefined || typeof subject === 'string') return [];
  return subject.ecosystems.map((ecosystem) => ({ ecosystem, name: subject.name }));
}

/**
 * Judges packages by two advisory databases and tells what is different, so that stored results are brought up to date without
 * a scan. Packages of which nothing changed are left out. Packages that share a key should come together: what the data says of
 * a key is read once while it stays the same.
 */
export function* reevaluate<V extends PackageVariant>(
  variants: Iterable<V>,
  before: AdvisoryDatabase,
  after: AdvisoryDatabase,
): Generator<MatchChanges<V>> {
  const [earlier, later] = [withMemory(before), withMemory(after)];
  for (const variant of variants) {
    const { package: target, distro } = variant;
    const sbom = { packages: [target], ...(distro === undefined ? {} : { distro }) };
    const changes = matchChanges(matchPackages(sbom, earlier).matches, matchPackages(sbom, later).matches);
    if (changes.added.length + changes.removed.length + changes.changed.length > 0)
      yield { variant, ...changes };
  }
}

/** Two lists of matches of one package. A vulnerability is the same when its records share a name. */
export function matchChanges(
  before: readonly Match[],
  after: readonly Match[],
): Omit<MatchChanges<never>, 'variant'> {
  const ids = new Map(before.map((match) => [match.id, match]));
  const stay = new Set(after.map(({ id }) => id));
  // Two errata may mend one CVE and are two: what is there under its own id is never taken for another.
  const names = new Map(
    before
      .filter(({ id }) => !stay.has(id))
      .flatMap((match) => ownNames(match).map((name) => [name, match] as const)),
  );
  const gone = new Set(before);
  const added: Match[] = [];
  const changed: { before: Match; after: Match }[] = [];
  for (const match of after) {
    const earlier =
      ids.get(match.id) ??
      ownNames(match)
        .map((name) => names.get(name))
        .find((found) => found !== undefined && gone.has(found));
    if (earlier === undefined) added.push(match);
    else if (gone.delete(earlier) && !isSame(earlier, match)) changed.push({ before: earlier, after: match });
  }
  return { added, removed: [...gone], changed };
}

function isSame(a: Match, b: Match): boolean {
  return (
    a.severity === b.severity &&
    a.fixState === b.fixState &&
    a.fixedVersion === b.fixedVersion &&
    a.isKnownExploited === b.isKnownExploited &&
    a.exploitedDue === b.exploitedDue &&
    a.id === b.id
  );
}

/** A database that remembers its last answers, so that neighbours of one key cost one reading. */
export function withMemory(database: AdvisoryDatabase): AdvisoryDatabase {
  const statements = remembering(16, (key: string) => {
    const [ecosystem = '', name = ''] = key.split('\0');
    return database.affectedBy(ecosystem, name);
  });
  return {
    ...database,
    affectedBy: (ecosystem, name) => statements(`${ecosystem}\0${name}`),
    cve: remembering(65_536, (id: string) => database.cve(id)),
  };
}

function remembering<T>(maxKept: number, read: (key: string) => T): (key: string) => T {
  const kept = new Map<string, T>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined || kept.has(key)) return known as T;
    const value = read(key);
    if (kept.size >= maxKept) kept.clear();
    kept.set(key, value);
    return value;
  };
}
