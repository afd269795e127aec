import type { FileTree, SelectedFile } from '@breakwater/image';
import type { Gap, Package, PackageLocation, Sbom } from '@breakwater/model';
import type { CatalogContext, Cataloger, FoundPackage, ParsedFile } from './cataloger.ts';
import { readDistro } from './distro/read-distro.ts';
import { findUncatalogued } from './uncatalogued.ts';

export interface Catalog extends Sbom {
  /** Files that could not be read, and evidence that nobody reads. */
  readonly gaps: readonly Gap[];
}

/** Types that package managers of a distribution install; nobody else owns their records. */
const distroTypes: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/**
 * Runs catalogers over the contents that a tree was read with. A package found at several places is listed once
 * with all of them; a language package inside a file that the distribution's package manager owns is left to
 * that. Sorted by type, name, version.
 */
export function catalog(tree: FileTree, catalogers: readonly Cataloger[]): Catalog {
  const context: CatalogContext = { tree, distro: readDistro(tree) };
  const gaps: Gap[] = [];
  const owned = new Set<string>();
  const found: Package[] = [];
  for (const cataloger of catalogers) {
    for (const file of tree.select(cataloger)) {
      const { packages, ownedPaths = [], problems = [] } = parse(cataloger, file, context);
      for (const problem of problems) gaps.push({ what: file.path, reason: `${cataloger.name}: ${problem}` });
      for (const path of ownedPaths) owned.add(path);
      for (const one of packages) found.push(complete(one, cataloger, file, tree));
    }
  }
  const packages = merge(withoutOwned(found, owned, tree));
  if (context.distro === undefined && packages.some(({ type }) => distroTypes.has(type))) {
    gaps.push({
      what: 'distribution',
      reason: 'no os-release: advisories of a distribution cannot be chosen',
    });
  }
  gaps.push(...findUncatalogued(tree));
  if (packages.length === 0) gaps.push({ what: 'packages', reason: 'none was found: nothing can be judged' });
  return { ...(context.distro === undefined ? {} : { distro: context.distro }), packages, gaps };
}

/** Whatever a file does to its cataloger is said of that file, and the others are still read. */
function parse(cataloger: Cataloger, file: SelectedFile, context: CatalogContext): ParsedFile {
  try {
    return cataloger.parse(file, context);
  } catch (error) {
    return { packages: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function complete(one: FoundPackage, cataloger: Cataloger, file: SelectedFile, tree: FileTree): Package {
  const { location, ...rest } = one;
  const layer = tree.layers[file.layer]?.diffId;
  const here: PackageLocation = location ?? { path: file.path, ...(layer === undefined ? {} : { layer }) };
  return { ...rest, locations: [here], foundBy: cataloger.name };
}

function withoutOwned(
  found: readonly Package[],
  owned: ReadonlySet<string>,
  tree: FileTree,
): readonly Package[] {
  if (owned.size === 0 || found.every(({ type }) => distroTypes.has(type))) return found;
  const real = realPaths(owned, tree);
  return found.filter(
    ({ type, locations }) => distroTypes.has(type) || !locations.some(({ path }) => real.has(path)),
  );
}

/** File lists may say /lib where the image has /usr/lib: replaces first folders that are links. */
function realPaths(paths: ReadonlySet<string>, tree: FileTree): ReadonlySet<string> {
  const folders = new Map<string, string>();
  const real = new Set<string>();
  for (const path of paths) {
    const slash = path.indexOf('/');
    const folder = slash === -1 ? path : path.slice(0, slash);
    let target = folders.get(folder);
    if (target === undefined) {
      target = tree.resolve(folder)?.path ?? folder;
      folders.set(folder, target);
    }
    real.add(slash === -1 ? target : target + path.slice(slash));
  }
  return real;
}

function merge(found: readonly Package[]): readonly Package[] {
  const byPurl = new Map<string, Package>();
  for (const one of found) {
    const same = byPurl.get(one.purl);
    if (same === undefined) byPurl.set(one.purl, one);
    else byPurl.set(one.purl, { ...same, locations: [...same.locations, ...one.locations] });
  }
  return [...byPurl.values()].sort(
    (a, b) =>
      order(a.type, b.type) || order(a.name, b.name) || order(a.version, b.version) || order(a.purl, b.purl),
  );
}

/** By code unit: the same on every machine, whatever its language. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
