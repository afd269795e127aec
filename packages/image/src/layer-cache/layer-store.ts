import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { streamBlob } from '../archive/read-blob.ts';
import type { Budget } from '../layer/collect-members.ts';
import type { ImageLimits } from '../limits.ts';
import type { LayerSource } from '../opened-image.ts';
import type { LayerCache } from './layer-cache.ts';
import { decodeLayer, encodeLayer, type StoredLayer } from './stored-layer.ts';

/** To be raised whenever a layer is read or stored in another way. */
const formatVersion = 1;
/** Layers of which more is kept are read again each time. */
const maxContentBytes = 128 * 1024 * 1024;

/** What came of layers in earlier scans. */
export interface LayerStore {
  readonly find: (source: LayerSource) => Promise<StoredLayer | undefined>;
  readonly keep: (source: LayerSource, stored: StoredLayer) => Promise<void>;
}

/**
 * Layers are kept by the digest of their content, by `version` of what looks at them and by the limits that one layer alone
 * can run into.
 */
export function createLayerStore(cache: LayerCache, version: string, limits: ImageLimits): LayerStore {
  const { maxFileBytes, maxCondensedFileBytes, maxInspectedBytes, maxFindings, maxPathBytes, maxPathDepth } =
    limits;
  const ofOneLayer = [
    maxFileBytes,
    maxCondensedFileBytes,
    maxInspectedBytes,
    maxFindings,
    maxPathBytes,
    maxPathDepth,
  ];
  const nameOf = ({ diffId }: LayerSource) => JSON.stringify([formatVersion, version, ofOneLayer, diffId]);
  return {
    async find(source) {
      const bytes = await cache.get(nameOf(source));
      return bytes === undefined ? undefined : decodeLayer(bytes);
    },
    async keep(source, stored) {
      if (stored.contentBytes > maxContentBytes) return;
      await cache.put(nameOf(source), await encodeLayer(stored));
    },
  };
}

/** Whether reading it would run into no limit that it shares with the other layers of the image. */
export function fits(
  stored: StoredLayer,
  { size }: LayerSource,
  budget: Budget,
  { ratioFloorBytes, maxRatio }: ImageLimits,
): boolean {
  const { uncompressedSize, members, contentBytes } = stored;
  return (
    uncompressedSize <= budget.bytes &&
    members <= budget.entries &&
    contentBytes <= budget.contentBytes &&
    (uncompressedSize <= ratioFloorBytes || uncompressedSize <= size * maxRatio)
  );
}

/** Takes from the budget what reading it would have taken. */
export function spend({ uncompressedSize, members, contentBytes }: StoredLayer, budget: Budget): void {
  budget.bytes -= uncompressedSize;
  budget.entries -= members;
  budget.contentBytes -= contentBytes;
}

/**
 * Digest of the layer's blob, when that is known to hold what is stored: a configuration alone may claim any content. Without a
 * digest in the archive the blob is hashed, which is cheaper than to read it. Undefined: it must be read.
 */
export async function digestOfKnown(source: LayerSource, stored: StoredLayer): Promise<string | undefined> {
  const digest = source.digest ?? (await hashOf(source));
  return digest === stored.digest || digest === source.diffId ? digest : undefined;
}

async function hashOf({ open }: LayerSource): Promise<string | undefined> {
  if (open === undefined) return undefined;
  const hash = createHash('sha256');
  await pipeline(streamBlob(await open()), hash);
  return `sha256:${hash.digest('hex')}`;
}
