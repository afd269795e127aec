import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** What one zip may cost. */
export interface ZipLimits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxTotalBytes: number;
}

const zipLimits: ZipLimits = {
  maxEntries: 4_000_000,
  maxEntryBytes: 32 * 2 ** 20,
  maxTotalBytes: 64 * 2 ** 30,
};

/** A JSON document of a zip; without text when it is longer than the limit. */
export interface ZipDocument {
  readonly name: string;
  readonly text: string | undefined;
}

/**
 * The `.json` entries of a zip, in its order. Throws when the zip is damaged, an entry cannot be inflated or a limit of the
 * whole is reached; the entries before that have been yielded.
 */
export async function* readZip(path: string, limits: ZipLimits = zipLimits): AsyncGenerator<ZipDocument> {
  const zip = await openPromise(path);
  let entries = 0;
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > limits.maxEntries) throw new Error(`more than ${limits.maxEntries} entries`);
      if (!entry.fileName.endsWith('.json')) continue;
      if (entry.uncompressedSize > limits.maxEntryBytes) {
        yield { name: entry.fileName, text: undefined };
        continue;
      }
      total += entry.uncompressedSize;
      if (total > limits.maxTotalBytes) throw new Error(`more than ${limits.maxTotalBytes} bytes`);
      const bytes = await buffer(await zip.openReadStreamPromise(entry));
      yield { name: entry.fileName, text: bytes.toString('utf8') };
    }
  } finally {
    zip.close();
  }
}
