import type { ImageLayer, LayerWaste } from '@breakwater/model';
import type { FileBody, LayerEntry } from '../layer/layer-entry.ts';
import { isMarker } from '../layer/whiteout.ts';
import type { TreeNode } from './tree-node.ts';

/** The contents that the image as it runs shows under some name. */
export function findLiveBodies(root: TreeNode): ReadonlySet<FileBody> {
  const live = new Set<FileBody>();
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.body !== undefined) live.add(node.body);
    for (const child of node.children?.values() ?? []) pending.push(child);
  }
  return live;
}

/** What one layer stores in vain; undefined when all of it shows. */
export function measureWaste(
  { diffId }: ImageLayer,
  entries: readonly LayerEntry[],
  live: ReadonlySet<FileBody>,
): LayerWaste | undefined {
  let bytes = 0;
  let files = 0;
  for (const { path, body } of entries) {
    if (body === undefined || live.has(body) || isMarker(path)) continue;
    // Of a sparse file the layer stores no more than what is not zero.
    if (!body.isSparse) bytes += body.size;
    files += 1;
  }
  return files === 0 ? undefined : { layer: diffId, bytes, files };
}
