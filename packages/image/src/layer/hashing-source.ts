import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Bytes on their way to a decompressor, hashed as they pass. */
export interface HashingSource extends AsyncIterable<Buffer> {
  /** Reads what the decompressor left, so that the digest covers everything. */
  readonly drain: () => Promise<void>;
  /** `sha256:…` of all bytes that passed; to be asked once. */
  readonly digest: () => string;
}

/** A consumer that stops early does not close the source: `drain` may follow. */
export function hashBytes(source: Readable): HashingSource {
  const hash = createHash('sha256');
  const chunks = passThrough(source, (chunk) => hash.update(chunk));
  const next = () => chunks.next();
  return {
    [Symbol.asyncIterator]: () => ({ next }),
    async drain() {
      while ((await next()).done !== true);
    },
    digest: () => `sha256:${hash.digest('hex')}`,
  };
}

async function* passThrough(
  source: Readable,
  seen: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    seen(chunk);
    yield chunk;
  }
}
