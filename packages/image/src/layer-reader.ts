import type { Archive, Blob } from './archive/archive.ts';
import { createGapLog, type GapLog } from './gap-log.ts';
import type { Budget, MemberCollection } from './layer/collect-members.ts';
import { type LayerContent, readLayer } from './layer/read-layer.ts';
import { createLayerStore, digestOfKnown, fits, type LayerStore, spend } from './layer-cache/layer-store.ts';
import { fromStored, type StoredLayer, toStored } from './layer-cache/stored-layer.ts';
import type { ImageLimits } from './limits.ts';
import type { LayerSource, OpenedImage } from './opened-image.ts';
import type { ReadFileTreeOptions } from './read-file-tree.ts';
import { type MissingFiles, takeRead, takeStored } from './read-missing.ts';

/** What is collected of a layer, and where it is told what was not. */
export interface LayerCollection extends Omit<MemberCollection, 'limits'> {
  readonly gaps: GapLog;
}

/** The layers of one image, by index. A layer that is stored from an earlier scan is not fetched. */
export interface LayerReader {
  readonly read: (index: number, collection: LayerCollection) => Promise<LayerContent>;
  /** Contents that the layer alone did not tell are wanted. */
  readonly readAgain: (index: number, missing: MissingFiles, budget: Budget) => Promise<void>;
  /** Waits until everything is stored. */
  readonly finish: () => Promise<void>;
}

/** Files of one layer that only some images want. */
const maxExtras = 10_000;

/** Looks up what is known, and begins to fetch what is not. */
export async function createLayerReader(
  image: OpenedImage,
  limits: ImageLimits,
  { cache, signal, onProgress }: Pick<ReadFileTreeOptions, 'cache' | 'signal' | 'onProgress'>,
): Promise<LayerReader> {
  const store = cache === undefined ? undefined : createLayerStore(cache.store, cache.version, limits);
  const stored = await Promise.all(image.layers.map((source) => store?.find(source)));
  const blobs = image.layers.map((source, index) =>
    stored[index] === undefined ? fetch(source) : undefined,
  );
  const storing: Promise<void>[] = [];

  async function read(index: number, collection: LayerCollection): Promise<LayerContent> {
    const source = sourceAt(image, index);
    const known = stored[index];
    if (known !== undefined && fits(known, source, collection.budget, limits)) {
      const digest = await digestOfKnown(source, known);
      if (digest !== undefined) {
        signal?.throwIfAborted();
        spend(known, collection.budget);
        onProgress?.({ layer: index + 1, layers: image.layers.length, bytes: known.uncompressedSize });
        return fromStored(known, index, digest);
      }
    }
    const content = await readFresh(index, collection);
    const isWhole = content.isComplete && content.isAllKept;
    stored[index] = store !== undefined && isWhole ? toStored(content) : undefined;
    keep(source, stored[index]);
    return content;
  }

  async function readFresh(index: number, collection: LayerCollection): Promise<LayerContent> {
    const source = sourceAt(image, index);
    const blob = await (blobs[index] ?? fetch(source));
    if (blob === undefined) throw new RangeError(`layer ${index} is not there`);
    return readLayer(source, blob, index, {
      ...collection,
      archive: image.archive,
      limits,
      signal,
      onBytes: (bytes) => onProgress?.({ layer: index + 1, layers: image.layers.length, bytes }),
    });
  }

  async function readAgain(index: number, missing: MissingFiles, budget: Budget): Promise<void> {
    const known = stored[index];
    if (known !== undefined && takeStored(missing, known, budget)) return;
    const content = await readFresh(index, {
      keepBody: (_path, _file, ordinal) => missing.get(ordinal)?.keeping,
      inspectors: [],
      budget,
      gaps: createGapLog(),
    });
    const extras = takeRead(missing, content);
    if (known === undefined || !content.isComplete || !content.isAllKept) return;
    const all = new Map([...known.extras, ...extras].map((one) => [`${one.ordinal} ${one.keeping}`, one]));
    if (all.size <= maxExtras) keep(sourceAt(image, index), { ...known, extras: [...all.values()] });
  }

  function keep(source: LayerSource, layer: StoredLayer | undefined): void {
    if (store === undefined || layer === undefined) return;
    // One after the other: what is stored last of a layer is to stay.
    storing.push(keepAfter(storing.at(-1), store, source, layer));
  }

  return { read, readAgain, finish: async () => void (await Promise.all(storing)) };
}

async function keepAfter(
  before: Promise<void> | undefined,
  store: LayerStore,
  source: LayerSource,
  layer: StoredLayer,
): Promise<void> {
  await before;
  await store.keep(source, layer);
}

/** A failure is told to whoever waits for it, be it later. */
function fetch({ open }: LayerSource): Promise<Blob> | undefined {
  const blob = open?.();
  blob?.catch(() => undefined);
  return blob;
}

function sourceAt(
  image: { readonly archive: Archive; readonly layers: readonly LayerSource[] },
  index: number,
) {
  const source = image.layers[index];
  if (source === undefined) throw new RangeError(`${image.archive.path} has no layer ${index}`);
  return source;
}
