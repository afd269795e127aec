import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Fetch } from '@breakwater/download';

/** A record and when it last changed (ISO 8601), a line of `modified_id.csv`. */
export interface ModifiedId {
  readonly id: string;
  readonly modified: string;
}

/**
 * The records of an ecosystem that changed after a date, newest first, from the list that osv.dev keeps in that order. Undefined
 * when the mirror has no such list, or more than `most` records changed: then the whole is the cheaper way.
 */
export async function readModifiedIds(
  url: string,
  after: string,
  most: number,
  fetch: Fetch,
): Promise<readonly ModifiedId[] | undefined> {
  const response = await fetch(url, {});
  if (response.status === 404 || response.body === null) return undefined;
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  const changed: ModifiedId[] = [];
  const body = Readable.fromWeb(response.body as ReadableStream);
  const lines = createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) {
      const [modified = '', id = ''] = line.split(',');
      if (line.trim() === '') continue;
      if (Number.isNaN(Date.parse(modified)) || !isSafeId(id))
        throw new Error(`${url}: not "date,id": ${line.slice(0, 80)}`);
      if (Date.parse(modified) <= Date.parse(after)) return changed;
      if (changed.length === most) return undefined;
      changed.push({ id, modified });
    }
    return changed;
  } finally {
    lines.close();
    body.destroy();
  }
}

/** An id becomes part of a URL and nothing else. */
function isSafeId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._:+-]{0,200}$/.test(id);
}
