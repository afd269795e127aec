import type { FileTree } from '@breakwater/image';
import type { Package } from '@breakwater/model';
import type { FileOwnership } from './cataloger.ts';

/** Types that package managers of a distribution install; nobody else owns their records. */
export const distroTypes: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** The distribution's package that installed a file, by the file's real path. */
export type OwnerOf = (path: string) => Owner | undefined;

export type Owner = Pick<Package, 'purl' | 'isThirdParty'>;

/** Joins lists of files with the packages they belong to; a list whose package is not installed says nothing. */
export function findOwners(
  lists: readonly FileOwnership[],
  installed: readonly Package[],
  tree: Pick<FileTree, 'resolve'>,
): OwnerOf {
  const owners = new Map<string, Owner>();
  for (const one of installed) {
    owners.set(ownerKey(one), one);
    owners.set(ownerKey({ type: one.type, name: one.name }), one);
  }
  const realPath = realPaths(tree);
  const byPath = new Map<string, Owner>();
  for (const list of lists) {
    const owner = owners.get(ownerKey(list));
    if (owner === undefined) continue;
    for (const path of list.paths) byPath.set(realPath(path), owner);
  }
  return (path) => byPath.get(path);
}

function ownerKey({
  type,
  name,
  architecture = '',
}: {
  readonly type: string;
  readonly name: string;
  readonly architecture?: string;
}): string {
  return `${type} ${name} ${architecture}`;
}

/** Lists may say /lib where the image has /usr/lib: replaces first folders that are links. */
function realPaths(tree: Pick<FileTree, 'resolve'>): (path: string) => string {
  const folders = new Map<string, string>();
  return (path) => {
    const relative = path.startsWith('/') ? path.slice(1) : path;
    const slash = relative.indexOf('/');
    const folder = slash === -1 ? relative : relative.slice(0, slash);
    let target = folders.get(folder);
    if (target === undefined) {
      target = tree.resolve(folder)?.path ?? folder;
      folders.set(folder, target);
    }
    // Most folders are no links: their paths are not put together again.
    if (target === folder) return relative;
    return slash === -1 ? target : target + relative.slice(slash);
  };
}

/** Files of a package that are looked at to tell its layer. */
const sampledFiles = 16;

/**
 * The layer that installed a package, by most of its first files: a database is written anew by every layer that
 * touches it. Undefined when none of them is there.
 */
export function layerOfFiles(
  paths: readonly string[],
  tree: Pick<FileTree, 'layers' | 'resolve'>,
): string | undefined {
  const counts = new Map<number, number>();
  let most: number | undefined;
  for (const path of paths.slice(0, sampledFiles)) {
    const file = tree.resolve(path);
    if (file?.type !== 'file') continue;
    counts.set(file.layer, (counts.get(file.layer) ?? 0) + 1);
    if (most === undefined || (counts.get(file.layer) ?? 0) > (counts.get(most) ?? 0)) most = file.layer;
  }
  return most === undefined ? undefined : tree.layers[most]?.diffId;
}
