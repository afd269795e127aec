import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** How files are got: passed in, so that a caller may use a proxy or a private authority. */
export type Fetch = typeof globalThis.fetch;

export interface FetchedFile {
  readonly etag: string | undefined;
  /** False: the server says that the file we have is still the one. */
  readonly isNew: boolean;
}

export interface FetchLimits {
  readonly maxBytes: number;
  readonly maxAttempts: number;
  /** Nothing for so long ends an attempt. */
  readonly idleMs: number;
}

export const defaultFetchLimits: FetchLimits = { maxBytes: 8 * 2 ** 30, maxAttempts: 4, idleMs: 60_000 };

/**
 * Brings a file to `target`. A part that an earlier attempt left behind (`target.part`, with its ETag beside) is gone on with when
 * the server still has the same file. The length and the MD5 that object stores tell (`x-goog-hash`) are checked; only a whole file
 * takes the place of the old one. Throws after the last attempt, with the URL and the reason.
 */
export async function fetchFile(
  url: string,
  target: string,
  options: {
    readonly fetch: Fetch;
    readonly etag?: string | undefined;
    readonly limits?: FetchLimits;
    readonly onBytes?: (bytes: number) => void;
    /** Throws when the file is not what it should be; it then does not take the place of the old one. */
    readonly check?: (path: string) => Promise<void>;
  },
): Promise<FetchedFile> {
  const limits = options.limits ?? defaultFetchLimits;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptFetch(url, target, { ...options, limits });
    } catch (error) {
      const isLast = attempt >= limits.maxAttempts || (error instanceof FetchError && !error.isWorthRetrying);
      if (isLast) throw new Error(`${url}: ${reasonOf(error)}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
    }
  }
}

class FetchError extends Error {
  readonly isWorthRetrying: boolean;

  constructor(message: string, isWorthRetrying: boolean) {
    super(message);
    this.isWorthRetrying = isWorthRetrying;
  }
}

async function attemptFetch(
  url: string,
  target: string,
  { fetch, etag, limits, onBytes, check }: Parameters<typeof fetchFile>[2] & { readonly limits: FetchLimits },
): Promise<FetchedFile> {
  const part = `${target}.part`;
  const begun = await readPart(part);
  const headers: Record<string, string> = {};
  if (begun !== undefined) Object.assign(headers, { range: `bytes=${begun.bytes}-`, 'if-range': begun.etag });
  else if (etag !== undefined) headers['if-none-match'] = etag;
  const idle = new AbortController();
  const timer = setTimeout(
    () => idle.abort(new Error(`nothing came for ${limits.idleMs / 1000} s`)),
    limits.idleMs,
  );
  try {
    const response = await fetch(url, { headers, signal: idle.signal });
    if (response.status === 304) return { etag, isNew: false };
    if (response.status === 416) {
      await dropPart(part);
      throw new FetchError('the part that was kept is not of this file; it is fetched anew', true);
    }
    if (!response.ok || response.body === null) {
      const isWorthRetrying = response.status === 429 || response.status >= 500;
      throw new FetchError(
        `the server answered ${response.status} ${response.statusText}`.trim(),
        isWorthRetrying,
      );
    }
    const goesOn = response.status === 206 && begun !== undefined;
    const newEtag = response.headers.get('etag') ?? undefined;
    if (!goesOn) await dropPart(part);
    if (newEtag !== undefined) await writeFile(`${part}.etag`, newEtag);
    let bytes = goesOn ? begun.bytes : 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        timer.refresh();
        bytes += chunk.length;
        onBytes?.(chunk.length);
        if (bytes > limits.maxBytes) done(new FetchError(`more than ${limits.maxBytes} bytes`, false));
        else done(null, chunk);
      },
    });
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, meter, createWriteStream(part, { flags: goesOn ? 'a' : 'w' }));
    await checkWhole(part, response, goesOn ? begun.bytes : 0);
    await checkContent(part, check);
    await rename(part, target);
    await rm(`${part}.etag`, { force: true });
    return { etag: newEtag, isNew: true };
  } finally {
    clearTimeout(timer);
  }
}

/** A part is only of use with the ETag of the file that it is of. */
async function readPart(
  part: string,
): Promise<{ readonly bytes: number; readonly etag: string } | undefined> {
  try {
    const { size } = await stat(part);
    const etag = await readFile(`${part}.etag`, 'utf8');
    return size > 0 && etag !== '' && !etag.startsWith('W/') ? { bytes: size, etag } : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function dropPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.etag`, { force: true });
}

async function checkWhole(part: string, response: Response, begunBytes: number): Promise<void> {
  const { size } = await stat(part);
  const stated = Number(response.headers.get('content-length') ?? Number.NaN);
  const isEncoded = response.headers.get('content-encoding') !== null;
  if (!isEncoded && Number.isFinite(stated) && size !== begunBytes + stated) {
    throw new FetchError(`${size - begunBytes} of ${stated} bytes came`, true);
  }
  const md5 = /(?:^|[ ,])md5=([A-Za-z0-9+/=]+)/.exec(response.headers.get('x-goog-hash') ?? '')?.[1];
  if (md5 === undefined) return;
  const hash = createHash('md5');
  await pipeline(createReadStream(part), hash);
  if (hash.digest('base64') === md5) return;
  await dropPart(part);
  throw new FetchError('the bytes that came are not those that the server told (MD5)', true);
}

async function checkContent(
  part: string,
  check: ((path: string) => Promise<void>) | undefined,
): Promise<void> {
  try {
    await check?.(part);
  } catch (error) {
    await dropPart(part);
    throw new FetchError(reasonOf(error), false);
  }
}

/** `fetch failed` says nothing: its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
