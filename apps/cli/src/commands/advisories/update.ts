import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchFile } from '@breakwater/download';
import { type MirrorUpdate, osvEcosystems, updateMirror } from '@breakwater/vuln';
import { CommandError } from '../../exit-code.ts';
import { useProxies } from '../../proxy.ts';
import { openProgress } from '../../terminal/progress.ts';
import { cacheFolder } from './cache-folder.ts';
import type { OutputOptions } from './index.ts';
import { importAdvisories } from './run.ts';

export interface UpdateOptions extends OutputOptions {
  readonly mirror: string;
  readonly ecosystem?: readonly string[];
  readonly kev: string;
  readonly epss: string;
  readonly full?: true;
}

/** Fetches what changed since the last time, compiles it and makes it what scans use. */
export async function updateAdvisories(options: UpdateOptions): Promise<void> {
  const folder = join(cacheFolder(process.env), 'mirror');
  const ecosystems = options.ecosystem ?? osvEcosystems;
  const unknown = ecosystems.find((name) => !osvEcosystems.includes(name));
  if (unknown !== undefined) {
    throw new CommandError(
      `advisories of "${unknown}" are not matched; known are ${osvEcosystems.join(', ')}`,
    );
  }
  useProxies();
  const progress = openProgress();
  let bytes = 0;
  const show = (what: string, more: number) => {
    bytes += more;
    progress.show(`${what}: ${(bytes / 1e6).toFixed(1)} MB`);
  };
  const scores: string[] = [];
  let updates: readonly MirrorUpdate[];
  try {
    await mkdir(folder, { recursive: true });
    updates = await updateMirror({
      url: options.mirror,
      ecosystems,
      folder,
      fetch: globalThis.fetch,
      isFull: options.full === true,
      onProgress: (at) => show(at.ecosystem, at.bytes),
    });
    for (const [name, url] of Object.entries({ 'kev.json': options.kev, 'epss.csv.gz': options.epss })) {
      if (url === 'none') continue;
      const target = join(folder, name);
      await fetchFile(url, target, { fetch: globalThis.fetch, onBytes: (more) => show(name, more) });
      scores.push(target);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`nothing was updated, the data in use is as before: ${error.message}`, {
      cause: error,
    });
  } finally {
    progress.clear();
  }
  for (const update of updates) process.stderr.write(`${describe(update)}\n`);
  const folders = ecosystems.map((name) => join(folder, encodeURIComponent(name)));
  await importAdvisories([...folders, ...scores], options);
}

function describe({ ecosystem, way, changedRecords }: MirrorUpdate): string {
  return `${ecosystem}: ${way === 'changes' ? `${changedRecords} changed record${changedRecords === 1 ? '' : 's'}` : way}`;
}
