import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fetch, type FetchLimits, fetchFile } from '@breakwater/download';
import { type MirrorState, readMirrorState, writeMirrorState } from './mirror-state.ts';
import { type ModifiedId, readModifiedIds } from './modified-ids.ts';
import { newestRecord } from './newest-record.ts';

export interface MirrorOptions {
  /** Laid out as osv.dev's bucket: `ECOSYSTEM/all.zip`, `ECOSYSTEM/modified_id.csv`, `ECOSYSTEM/ID.json`. */
  readonly url: string;
  /** As OSV names them; a release's records are in its family's folder (`Debian`). */
  readonly ecosystems: readonly string[];
  /** Where the copy is kept. */
  readonly folder: string;
  readonly fetch: Fetch;
  readonly limits?: FetchLimits;
  /** Fetch everything, also where only some records changed. */
  readonly isFull?: boolean;
  readonly onProgress?: (progress: MirrorProgress) => void;
}

export interface MirrorProgress {
  readonly ecosystem: string;
  readonly bytes: number;
}

/** What was done for one ecosystem. */
export interface MirrorUpdate {
  readonly ecosystem: string;
  readonly way: 'whole' | 'changes' | 'nothing new';
  /** Records that were fetched one by one. */
  readonly changedRecords: number;
}

/** More changes than that are got with the whole. */
const mostChanges = 2000;
const parallelRecords = 16;

/**
 * Brings a copy of published advisories up to date: the whole of an ecosystem at first, then what changed since. What is there stays
 * as it is until its replacement is complete. Throws on the first ecosystem that cannot be brought up to date.
 */
export async function updateMirror(options: MirrorOptions): Promise<MirrorUpdate[]> {
  const updates: MirrorUpdate[] = [];
  for (const ecosystem of options.ecosystems) updates.push(await updateEcosystem(ecosystem, options));
  return updates;
}

async function updateEcosystem(ecosystem: string, options: MirrorOptions): Promise<MirrorUpdate> {
  const folder = join(options.folder, encodeURIComponent(ecosystem));
  await mkdir(folder, { recursive: true });
  const base = `${options.url.replace(/\/+$/, '')}/${encodeURIComponent(ecosystem)}`;
  const state = existsSync(join(folder, 'all.zip')) ? await readMirrorState(folder) : undefined;
  if (state !== undefined && options.isFull !== true) {
    const changed = await readModifiedIds(`${base}/modified_id.csv`, state.upTo, mostChanges, options.fetch);
    const [newest] = changed ?? [];
    if (changed !== undefined && newest === undefined)
      return { ecosystem, way: 'nothing new', changedRecords: 0 };
    if (changed !== undefined && newest !== undefined) {
      await addChanges(folder, base, changed, options);
      await writeMirrorState(folder, { ...state, upTo: newest.modified });
      return { ecosystem, way: 'changes', changedRecords: changed.length };
    }
  }
  return fetchWhole(ecosystem, folder, base, state, options);
}

async function fetchWhole(
  ecosystem: string,
  folder: string,
  base: string,
  state: MirrorState | undefined,
  { fetch, limits, onProgress }: MirrorOptions,
): Promise<MirrorUpdate> {
  const target = join(folder, 'all.zip');
  let upTo = '';
  const { etag, isNew } = await fetchFile(`${base}/all.zip`, target, {
    fetch,
    etag: state?.etag,
    ...(limits === undefined ? {} : { limits }),
    onBytes: (bytes) => onProgress?.({ ecosystem, bytes }),
    check: async (path) => {
      upTo = await newestRecord(path);
    },
  });
  if (!isNew) return { ecosystem, way: 'nothing new', changedRecords: 0 };
  await rm(join(folder, 'changes.jsonl'), { force: true });
  await writeMirrorState(folder, { ecosystem, etag, upTo });
  return { ecosystem, way: 'whole', changedRecords: 0 };
}

/** Puts the records beside the zip; of two of one id, the later modified counts when they are read. */
async function addChanges(
  folder: string,
  base: string,
  changed: readonly ModifiedId[],
  { fetch, onProgress }: MirrorOptions,
): Promise<void> {
  const path = join(folder, 'changes.jsonl');
  const lines = existsSync(path) ? [(await readFile(path, 'utf8')).trimEnd()] : [];
  const ecosystem = decodeURIComponent(base.slice(base.lastIndexOf('/') + 1));
  for (let start = 0; start < changed.length; start += parallelRecords) {
    const records = changed.slice(start, start + parallelRecords).map(async ({ id }) => {
      const url = `${base}/${encodeURIComponent(id)}.json`;
      const response = await fetch(url, {});
      if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
      const text = await response.text();
      onProgress?.({ ecosystem, bytes: Buffer.byteLength(text) });
      return JSON.stringify(JSON.parse(text));
    });
    lines.push(...(await Promise.all(records)));
  }
  await writeFile(`${path}.tmp`, `${lines.join('\n')}\n`);
  await rename(`${path}.tmp`, path);
}
