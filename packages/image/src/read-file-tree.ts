import type { FileFinding, Gap, ImageLayer, LayerWaste } from '@breakwater/model';
import { listFindings } from './file-findings.ts';
import { createGapLog, type GapLog } from './gap-log.ts';
import { ImageError } from './image-error.ts';
import type { Budget, KeepBody } from './layer/collect-members.ts';
import type { Keeping } from './layer/condenser.ts';
import type { FileInspector } from './layer/file-inspector.ts';
import type { FileBody } from './layer/layer-entry.ts';
import type { LayerContent } from './layer/read-layer.ts';
import type { LayerCache } from './layer-cache/layer-cache.ts';
import { createLayerReader, type LayerCollection, type LayerReader } from './layer-reader.ts';
import { defaultLimits, type ImageLimits } from './limits.ts';
import type { LayerSource, OpenedImage } from './opened-image.ts';
import type { MissingFile } from './read-missing.ts';
import { applyLayer } from './tree/apply-layer.ts';
import {
  createFileTree,
  type FileSelection,
  type FileTree,
  findSelected,
  keepingOf,
  type SelectedNode,
} from './tree/file-tree.ts';
import { findLiveBodies, measureWaste } from './tree/live-bodies.ts';
import { createDirectory } from './tree/tree-node.ts';

export interface ReadFileTreeOptions {
  readonly selection: FileSelection;
  /** Shown every file of every layer. */
  readonly inspectors?: readonly FileInspector[];
  readonly limits?: Partial<ImageLimits>;
  readonly signal?: AbortSignal;
  readonly cache?: LayerCacheOptions;
  /** Told while layers are read. */
  readonly onProgress?: (progress: LayerProgress) => void;
}

export interface LayerCacheOptions {
  readonly store: LayerCache;
  /** Changes whenever selection, condensers or inspectors would say something else of the same layer. */
  readonly version: string;
}

/** How far the reading of an image has come. */
export interface LayerProgress {
  /** From 1. */
  readonly layer: number;
  readonly layers: number;
  /** Uncompressed bytes of that layer so far. */
  readonly bytes: number;
}

export interface ReadFileTree {
  readonly tree: FileTree;
  /** What was not examined, the image's own gaps included. */
  readonly gaps: readonly Gap[];
  /** What inspectors found, by layer and path. */
  readonly findings: readonly FileFinding[];
  /** Layers that store what does not show, bottom first. */
  readonly waste: readonly LayerWaste[];
}

/**
 * Reads the layers of an image into one file tree and verifies every digest. Each layer is read once; a layer
 * holding content that is wanted only by way of a link is read a second time. With a cache, a layer that is known is neither
 * fetched nor read, and the result is the same. Throws ImageError.
 */
export async function readFileTree(image: OpenedImage, options: ReadFileTreeOptions): Promise<ReadFileTree> {
  const limits = { ...defaultLimits, ...options.limits };
  if (image.layers.length > limits.maxLayers) {
    const what = `has ${image.layers.length} layers`;
    throw new ImageError('too-large', what, image.archive.path, `at most ${limits.maxLayers} are read`);
  }
  const gaps = createGapLog(image.gaps);
  const budget = createBudget(limits);
  const layerReader = await createLayerReader(image, limits, options);
  const collection: LayerCollection = {
    keepBody: keepSelected(options.selection),
    inspectors: options.inspectors ?? [],
    budget,
    gaps,
  };
  const root = createDirectory(0);
  const layers: ImageLayer[] = [];
  const contents: (LayerContent & { readonly layer: ImageLayer })[] = [];
  for (const [index, source] of image.layers.entries()) {
    if (source.open === undefined) {
      layers.push(describeLayer(source, source.digest ?? '', 0));
      continue;
    }
    const content = await layerReader.read(index, collection);
    for (const { what, reason } of content.notes) gaps.add(`${what} in layer ${index}`, reason);
    applyLayer(root, index, content.entries, gaps);
    const layer = describeLayer(source, content.digest, content.uncompressedSize);
    layers.push(layer);
    contents.push({ ...content, layer });
    if (!content.isComplete) break;
  }
  const selected = findSelected(root, options.selection);
  await readMissing(selected, layerReader, limits, budget.contentBytes);
  await layerReader.finish();
  reportUnread(selected, limits, gaps);
  const live = findLiveBodies(root);
  const findings = listFindings(contents, live, gaps);
  const waste = contents.flatMap(({ layer, entries }) => measureWaste(layer, entries, live) ?? []);
  return { tree: createFileTree(root, layers), gaps: gaps.list(), findings, waste };
}

function createBudget(limits: ImageLimits): Budget {
  return {
    bytes: limits.maxTotalBytes,
    entries: limits.maxEntries,
    contentBytes: limits.maxContentBytes,
  };
}

function keepSelected(selection: FileSelection): KeepBody {
  const exact = new Set(selection.paths);
  return (path, { size, mode }) => (exact.has(path) ? 'whole' : keepingOf(selection, path, size, mode));
}

/** Reads again the layers whose files turned out to be wanted under another name. */
async function readMissing(
  selected: readonly SelectedNode[],
  layerReader: LayerReader,
  limits: ImageLimits,
  contentBytes: number,
): Promise<void> {
  const missing = new Map<number, Map<number, MissingFile>>();
  for (const { body, keeping } of unread(selected)) {
    if (body.isSparse || body.size > maxBytes(keeping, limits)) continue;
    const ofLayer = missing.get(body.layer) ?? new Map();
    missing.set(body.layer, ofLayer.set(body.ordinal, { body, keeping }));
  }
  const budget: Budget = { ...createBudget(limits), contentBytes };
  for (const [index, files] of missing) await layerReader.readAgain(index, files, budget);
}

function* unread(
  selected: readonly SelectedNode[],
): IterableIterator<SelectedNode & { readonly body: FileBody }> {
  for (const one of selected) {
    const { body } = one.node;
    if (body !== undefined && body.content === undefined && body.isDeclined !== true) yield { ...one, body };
  }
}

function maxBytes(keeping: Keeping, limits: ImageLimits): number {
  return keeping === 'whole' ? limits.maxFileBytes : limits.maxCondensedFileBytes;
}

function reportUnread(selected: readonly SelectedNode[], limits: ImageLimits, gaps: GapLog): void {
  for (const { path, body, keeping } of unread(selected)) {
    const most = maxBytes(keeping, limits);
    if (body.isSparse) gaps.add(path, 'sparse file in the tar: its content is not read');
    else if (body.size > most) gaps.add(path, `${body.size} bytes: files above ${most} bytes are not read`);
    else gaps.add(path, `not read: all wanted files together exceed ${limits.maxContentBytes} bytes`);
  }
}

function describeLayer(source: LayerSource, digest: string, uncompressedSize: number): ImageLayer {
  const { diffId, mediaType, createdBy, open, size } = source;
  return {
    digest,
    diffId,
    mediaType,
    size: open === undefined ? 0 : size,
    uncompressedSize,
    ...(createdBy === undefined ? {} : { createdBy }),
  };
}
