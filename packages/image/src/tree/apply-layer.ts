import type { GapLog } from '../gap-log.ts';
import type { LayerEntry } from '../layer/layer-entry.ts';
import { isMarker, opaqueMarker, reservedPrefix, whiteoutPrefix } from '../layer/whiteout.ts';
import { resolvePath } from './resolve-path.ts';
import { createDirectory, type DirectoryNode, isDirectory, type TreeNode } from './tree-node.ts';

/**
 * Puts a layer on top of the tree (OCI image layer rules). Whiteouts and opaque markers hide what lower layers
 * have, then the layer's own members are added in order, wherever the markers stood. A directory over a
 * directory merges, anything else replaces. Parents that are symbolic links are followed inside the root, as
 * containerd does.
 */
export function applyLayer(
  root: DirectoryNode,
  layer: number,
  entries: readonly LayerEntry[],
  gaps: GapLog,
): void {
  const lowerTargets = new Map<LayerEntry, TreeNode>();
  for (const entry of entries) {
    if (entry.type !== 'hard-link') continue;
    const target = resolvePath(root, entry.linkPath, false)?.node;
    if (target !== undefined) lowerTargets.set(entry, target);
  }
  const additions: LayerEntry[] = [];
  for (const entry of entries) {
    if (isMarker(entry.path)) hide(root, entry.path);
    else additions.push(entry);
  }
  for (const entry of additions) {
    const node = createNode(root, layer, entry, lowerTargets);
    if (node === undefined) {
      gaps.add(
        `${entry.path} in layer ${layer}`,
        `hard link to ${entry.linkPath}, which is not in the image`,
      );
    } else if (!add(root, layer, entry.path, node)) {
      gaps.add(`${entry.path} in layer ${layer}`, 'lies behind symbolic links that go round in a circle');
    }
  }
}

function hide(root: DirectoryNode, path: string): void {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, Math.max(slash, 0));
  const name = path.slice(slash + 1);
  if (isMarker(folder)) return; // inside AUFS's own folders
  const parent = resolvePath(root, folder, true)?.node;
  if (!isDirectory(parent)) return;
  if (name === opaqueMarker) parent.children.clear();
  else if (!name.startsWith(reservedPrefix)) parent.children.delete(name.slice(whiteoutPrefix.length));
}

/** The node for an entry; undefined for a hard link that leads nowhere. */
function createNode(
  root: DirectoryNode,
  layer: number,
  entry: LayerEntry,
  lowerTargets: ReadonlyMap<LayerEntry, TreeNode>,
): TreeNode | undefined {
  const { type, mode, size, linkPath, body } = entry;
  if (type === 'directory') return createDirectory(layer, mode);
  if (type !== 'hard-link') return { type, mode, size, layer, linkPath, body, children: undefined };
  const target = resolvePath(root, linkPath, false)?.node ?? lowerTargets.get(entry);
  return target === undefined || isDirectory(target) ? undefined : { ...target, layer };
}

/** False when the parent cannot be reached. */
function add(root: DirectoryNode, layer: number, path: string, node: TreeNode): boolean {
  const slash = path.lastIndexOf('/');
  const parent = slash === -1 ? root : ensureDirectory(root, layer, path.slice(0, slash));
  if (parent === undefined) return false;
  const name = path.slice(slash + 1);
  const present = parent.children.get(name);
  const isMerge = isDirectory(node) && isDirectory(present);
  parent.children.set(name, isMerge ? { ...node, children: present.children } : node);
  return true;
}

/** The folder at a path; missing parts are made, and what is no folder gives way. */
function ensureDirectory(root: DirectoryNode, layer: number, path: string): DirectoryNode | undefined {
  const resolved = resolvePath(root, path, true);
  if (isDirectory(resolved?.node)) return resolved.node;
  if (resolved === undefined) return undefined;
  let at = root;
  for (const part of resolved.path.split('/')) {
    const child = at.children.get(part);
    if (isDirectory(child)) at = child;
    else {
      const created = createDirectory(layer);
      at.children.set(part, created);
      at = created;
    }
  }
  return at;
}
