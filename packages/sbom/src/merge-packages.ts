import type { Package, PackageLocation } from '@breakwater/model';

/** Places of one package beyond this are not listed; a report takes no more. */
const maxLocations = 1000;

/** A package found at several places is listed once with all of them. Sorted by type, name, version. */
export function mergePackages<T extends Package>(found: readonly T[]): readonly T[] {
  const byPurl = new Map<string, T & { locations: PackageLocation[] }>();
  for (const one of found) {
    const same = byPurl.get(one.purl);
    if (same === undefined) byPurl.set(one.purl, { ...one, locations: [...one.locations] });
    else addTo(same, one);
  }
  return [...byPurl.values()].sort(
    (a, b) =>
      order(a.type, b.type) || order(a.name, b.name) || order(a.version, b.version) || order(a.purl, b.purl),
  );
}

function addTo<T extends Package>(same: T & { locations: PackageLocation[] }, one: T): void {
  for (const location of one.locations) {
    const isKnown = same.locations.some(
      ({ path, layer }) => path === location.path && layer === location.layer,
    );
    if (!isKnown && same.locations.length < maxLocations) same.locations.push(location);
  }
  if (same.licenses.length === 0 && one.licenses.length > 0) Object.assign(same, { licenses: one.licenses });
}

/** By code unit: the same on every machine, whatever its language. */
export function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
