import { setImmediate as yieldTurn } from 'node:timers/promises';
import {
  type GlobalCollection,
  type ImagePackages,
  imagePackages,
  packageVariants,
  type StateReader,
  type StateStore,
  type Stored,
  type StoredVariant,
} from '@breakwater/store';
import { readNextNumber } from './index-settings.ts';
import { decodeNumbers } from './number-list.ts';

/** An image of the index with the version that was read. */
export interface FleetImage {
  readonly image: ImagePackages;
  readonly version: number;
  /** Numbers of its variants, ascending. */
  readonly variants: readonly number[];
}

/** Variants by their number. */
export type VariantTable = readonly (StoredVariant | undefined)[];

/** One moment of the index. */
export interface Fleet {
  readonly variants: VariantTable;
  readonly images: readonly FleetImage[];
  /** Differs when images were indexed meanwhile. */
  readonly indexVersion: number;
}

const pageSize = 1000;

/** The whole index; others get their turn between pages. */
export function readFleet(state: StateStore): Promise<Fleet> {
  return state.read(async (reader) => {
    const variants: StoredVariant[] = [];
    for await (const { record } of pagesOf(reader, packageVariants)) variants[record.number] = record;
    const images: FleetImage[] = [];
    for await (const row of pagesOf(reader, imagePackages)) images.push(fleetImage(row));
    return { variants, images, indexVersion: (await readNextNumber(reader)).version };
  });
}

/** The index as far as one image goes; no image when it is not there. */
export function readFleetOf(state: StateStore, digest: string): Promise<Fleet> {
  return state.read(async (reader) => {
    const variants: StoredVariant[] = [];
    const { version } = await readNextNumber(reader);
    const row = await reader.table(imagePackages).get(digest);
    if (row === undefined) return { variants, images: [], indexVersion: version };
    const image = fleetImage(row);
    const numbers = [...new Set(image.variants)];
    for (let start = 0; start < numbers.length; start += pageSize) {
      const value = numbers.slice(start, start + pageSize).map(String);
      const filter = { op: 'in', field: 'number', value } as const;
      const page = await reader.table(packageVariants).list({ filter, limit: pageSize });
      for (const { record } of page.rows) variants[record.number] = record;
    }
    return { variants, images: [image], indexVersion: version };
  });
}

function fleetImage({ record, version }: Stored<ImagePackages>): FleetImage {
  return { image: record, version, variants: decodeNumbers(record.variants) };
}

async function* pagesOf<R>(reader: StateReader, collection: GlobalCollection<R>): AsyncIterable<Stored<R>> {
  let cursor: string | undefined;
  do {
    const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const page = await reader.table(collection).list(query);
    yield* page.rows;
    cursor = page.next;
    await yieldTurn();
  } while (cursor !== undefined);
}
