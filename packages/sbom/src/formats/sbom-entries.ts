import type { Distro, Package, PackageRelationship, Sbom } from '@breakwater/model';
import { mergePackages, order } from '../merge-packages.ts';

/** The lists of an SBOM: all packages of a document stand in one, and say which they are of. */
export type SbomList = 'packages' | 'declared' | 'owned';

export interface SbomEntry {
  readonly list: SbomList;
  readonly package: Package;
  /** Tells it from all others of the document. */
  readonly ref: string;
}

/** Every package of an SBOM. A purl that is in several lists gets a reference of its own in each. */
export function entriesOf({ packages, declared = [], owned = [] }: Sbom): readonly SbomEntry[] {
  const seen = new Set<string>();
  const entries: SbomEntry[] = [];
  for (const [list, members] of Object.entries({ packages, owned, declared })) {
    for (const one of members) {
      const ref = seen.has(one.purl) ? `${list}:${one.purl}` : one.purl;
      seen.add(one.purl);
      entries.push({ list: listOf(list), package: one, ref });
    }
  }
  return entries;
}

/** Absent or unknown: there and judged. */
export function listOf(text: string | undefined): SbomList {
  return text === 'declared' || text === 'owned' ? text : 'packages';
}

/** Puts the parts of a document together again. */
export function joinEntries(
  entries: readonly { readonly list: SbomList; readonly package: Package }[],
  relationships: readonly PackageRelationship[],
  distro: Distro | undefined,
): Sbom {
  const members = (list: SbomList) =>
    mergePackages(entries.filter((entry) => entry.list === list).map((entry) => entry.package));
  const [declared, owned] = [members('declared'), members('owned')];
  const sorted = relationships.toSorted(
    (a, b) => order(a.from, b.from) || order(a.type, b.type) || order(a.to, b.to),
  );
  return {
    ...(distro === undefined ? {} : { distro }),
    packages: members('packages'),
    ...(declared.length === 0 ? {} : { declared }),
    ...(owned.length === 0 ? {} : { owned }),
    ...(sorted.length === 0 ? {} : { relationships: sorted }),
  };
}
