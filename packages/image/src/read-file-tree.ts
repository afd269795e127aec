import type { FileFinding, Gap, ImageLayer, LayerWaste } from '@breakwater/model';
import { listFindings } from './file-findings.ts';
import { createGapLog, type GapLog } from './gap-log.ts';
import { ImageError } from './image-error.ts';
import type { Budget, KeepBody } from './layer/collect-members.ts';
import type { Keeping } from './layer/condenser.ts';
import type { FileInspector } from './layer/file-inspector.ts';
import type { FileBody } from './layer/layer-entry.ts';
import { type LayerContent, readLayer } from './layer/read-layer.ts';
import { defaultLimits, type ImageLimits } from './limits.ts';
import type { LayerSource, OpenedImage } from './opened-image.ts';
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
import { createDirectory, type DirectoryNode } from './tree/tree-node.ts';

export interface ReadFileTreeOptions {
  readonly selection: FileSelection;
  /** Shown every file of every layer. */
  readonly inspectors?: readonly FileInspector[];
  readonly limits?: Partial<ImageLimits>;
  readonly signal?: AbortSignal;
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
 * holding content that is wanted only by way of a link is read a second time. Throws ImageError.
 */
export async function readFileTree(image: OpenedImage, options: ReadFileTreeOptions): Promise<ReadFileTree> {
  const limits = { ...defaultLimits, ...options.limits };
  if (image.layers.length > limits.maxLayers) {
    const what = `has ${image.layers.length} layers`;
    throw new ImageError('too-large', what, image.archive.path, `at most ${limits.maxLayers} are read`);
  }
  const gaps = createGapLog(image.gaps);
  const budget = createBudget(limits);
  const { inspectors = [], signal } = options;
  const keepBody = keepSelected(options.selection);
  const root = createDirectory(0);
  const layers: ImageLayer[] = [];
  const contents: (LayerContent & { readonly layer: ImageLayer })[] = [];
  for (const [index, source] of image.layers.entries()) {
    if (!hasBlob(source)) {
      layers.push(describeLayer(source, source.digest ?? '', 0));
      continue;
    }
    const content = await readLayer(source, index, {
      archive: image.archive,
      limits,
      budget,
      gaps,
      keepBody,
      inspectors,
      signal,
    });
    for (const { what, reason } of content.notes) gaps.add(`${what} in layer ${index}`, reason);
    applyLayer(root, index, content.entries, gaps);
    const layer = describeLayer(source, content.digest, content.uncompressedSize);
    layers.push(layer);
    contents.push({ ...content, layer });
    if (!content.isComplete) break;
  }
  await readMissing(root, image, options, limits, budget.contentBytes);
  reportUnread(root, options.selection, limits, gaps);
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
  root: DirectoryNode,
  image: OpenedImage,
  { selection, signal }: ReadFileTreeOptions,
  limits: ImageLimits,
  contentBytes: number,
): Promise<void> {
  const missing = new Map<number, Map<number, { readonly body: FileBody; readonly keeping: Keeping }>>();
  for (const { body, keeping } of unread(root, selection)) {
    if (body.isSparse || body.size > maxBytes(keeping, limits)) continue;
    const ofLayer = missing.get(body.layer) ?? new Map();
    missing.set(body.layer, ofLayer.set(body.ordinal, { body, keeping }));
  }
  const budget: Budget = { ...createBudget(limits), contentBytes };
  for (const [index, bodies] of missing) {
    const source = image.layers[index];
    if (source === undefined || !hasBlob(source)) continue;
    const { entries } = await readLayer(source, index, {
      archive: image.archive,
      limits,
      budget,
      gaps: createGapLog(),
      keepBody: (_path, _file, ordinal) => bodies.get(ordinal)?.keeping,
      inspectors: [],
      signal,
    });
    for (const { body } of entries) {
      const wanted = body === undefined ? undefined : bodies.get(body.ordinal)?.body;
      if (body === undefined || wanted === undefined) continue;
      wanted.content = body.content;
      wanted.isDeclined = body.isDeclined === true;
      if (body.condensedBy !== undefined) wanted.condensedBy = body.condensedBy;
    }
  }
}

function* unread(
  root: DirectoryNode,
  selection: FileSelection,
): IterableIterator<SelectedNode & { readonly body: FileBody }> {
  for (const selected of findSelected(root, selection)) {
    const { body } = selected.node;
    if (body !== undefined && body.content === undefined && body.isDeclined !== true) {
      yield { ...selected, body };
    }
  }
}

function maxBytes(keeping: Keeping, limits: ImageLimits): number {
  return keeping === 'whole' ? limits.maxFileBytes : limits.maxCondensedFileBytes;
}

function reportUnread(
  root: DirectoryNode,
  selection: FileSelection,
  limits: ImageLimits,
  gaps: GapLog,
): void {
  for (const { path, body, keeping } of unread(root, selection)) {
    const most = maxBytes(keeping, limits);
    if (body.isSparse) gaps.add(path, 'sparse file in the tar: its content is not read');
    else if (body.size > most) gaps.add(path, `${body.size} bytes: files above ${most} bytes are not read`);
    else gaps.add(path, `not read: all wanted files together exceed ${limits.maxContentBytes} bytes`);
  }
}

function hasBlob(source: LayerSource): source is LayerSource & Required<Pick<LayerSource, 'blob'>> {
  return source.blob !== undefined;
}

function describeLayer(source: LayerSource, digest: string, uncompressedSize: number): ImageLayer {
  const { diffId, mediaType, createdBy, blob } = source;
  return {
    digest,
    diffId,
    mediaType,
    size: blob?.size ?? 0,
    uncompressedSize,
    ...(createdBy === undefined ? {} : { createdBy }),
  };
}
