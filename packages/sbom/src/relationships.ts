import type { Package, PackageRelationship } from '@breakwater/model';
import type { FoundPackage } from './cataloger.ts';
import { order } from './merge-packages.ts';

/** A package with the names it needs and goes by. */
export interface RelatedPackage extends Package, Pick<FoundPackage, 'dependsOn' | 'provides'> {}

/** More than this of one SBOM is not listed. */
const maxRelationships = 500_000;

/**
 * Who needs whom, as the packages state it, and which package of the distribution brought which package of a
 * language. Names are looked up among packages of the same type; of several versions the one whose file is
 * nearest: in the same file, or in the closest folder above, as Node looks for modules.
 */
export function relate(packages: readonly RelatedPackage[]): readonly PackageRelationship[] {
  const byName = indexNames(packages);
  const seen = new Set<string>();
  const relationships: PackageRelationship[] = [];
  const add = (from: string, type: PackageRelationship['type'], to: string): void => {
    const key = `${from} ${type} ${to}`;
    if (from === to || seen.has(key) || relationships.length >= maxRelationships) return;
    seen.add(key);
    relationships.push({ from, type, to });
  };
  for (const one of packages) {
    if (one.owner !== undefined) add(one.owner, 'owns', one.purl);
    for (const names of one.dependsOn ?? []) {
      const to = names.map((name) => nearest(byName.get(`${one.type} ${name}`), one)).find(Boolean);
      if (to !== undefined) add(one.purl, 'depends-on', to.purl);
    }
  }
  return relationships.sort((a, b) => order(a.from, b.from) || order(a.type, b.type) || order(a.to, b.to));
}

function indexNames(packages: readonly RelatedPackage[]): ReadonlyMap<string, readonly RelatedPackage[]> {
  const byName = new Map<string, RelatedPackage[]>();
  for (const one of packages) {
    for (const name of new Set([one.name, ...(one.provides ?? [])])) {
      const key = `${one.type} ${name}`;
      const same = byName.get(key);
      if (same === undefined) byName.set(key, [one]);
      else same.push(one);
    }
  }
  return byName;
}

/** More candidates than this are not weighed. */
const maxCandidates = 1000;

/** Of several candidates the one that is nearest; the first when none is near. */
function nearest(
  candidates: readonly RelatedPackage[] | undefined,
  asking: RelatedPackage,
): RelatedPackage | undefined {
  if (candidates === undefined || candidates.length < 2) return candidates?.[0];
  const from = asking.locations[0]?.path ?? '';
  let best = candidates[0];
  let bestScore = -1;
  for (const candidate of candidates.slice(0, maxCandidates)) {
    const score = nearness(from, candidate.locations[0]?.path ?? '');
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** In the same file, else by how far down the folder is from which both can be reached; -1 when it cannot be. */
function nearness(from: string, to: string): number {
  if (from === to) return Number.MAX_SAFE_INTEGER;
  const modules = to.lastIndexOf('node_modules/');
  const home = to.slice(0, modules === -1 ? to.lastIndexOf('/') + 1 : modules);
  return from.startsWith(home) ? home.length : -1;
}
