import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** How files are got: passed in, so that a caller may add authorization, a proxy or a private authority. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

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
  /** The first pause before another attempt; each further one is twice as long. */
  readonly pauseMs: number;
}

export const defaultFetchLimits: FetchLimits = {
  maxBytes: 8 * 2 ** 30,
  maxAttempts: 5,
  idleMs: 60_000,
  pauseMs: 500,
};

/** A server may ask for patience, but not for more than that. */
const maxPauseMs = 60_000;

export interface FetchOptions {
  readonly fetch: Fetch;
  /** Of the file that is there: the server may say that it is still the one. */
  readonly etag?: string | undefined;
  /** The bytes under this URL never change (they are addressed by digest): a part is gone on with whatever its ETag. */
  readonly isImmutable?: boolean;
  readonly limits?: FetchLimits | undefined;
  readonly onBytes?: (bytes: number) => void;
  /** Throws when the file is not what it should be; it then does not take the place of the old one. */
  readonly check?: (path: string) => Promise<void>;
}

/**
 * Brings a file to `target`. A part that an earlier attempt left behind (`target.part`, with its ETag beside) is gone on with when
 * the server still has the same file. The length and the MD5 that object stores tell (`x-goog-hash`) are checked, then `check` is
 * asked; only then it takes the place of the old one. Refusals for now (429, 5xx, broken connections) are tried again after a
 * pause, by `Retry-After` where the server names one. Throws after the last attempt, with the URL and the reason.
 */
export async function fetchFile(url: string, target: string, options: FetchOptions): Promise<FetchedFile> {
  const limits = options.limits ?? defaultFetchLimits;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptFetch(url, target, options, limits);
    } catch (error) {
      const isFinal = error instanceof Refusal && !error.isForNow;
      if (isFinal || attempt >= limits.maxAttempts) {
        throw new Error(`${url}: ${reasonOf(error)}`, { cause: error });
      }
      const pause = error instanceof Refusal ? error.retryAfterMs : undefined;
      await sleep(Math.min(pause ?? limits.pauseMs * 2 ** (attempt - 1), maxPauseMs));
    }
  }
}

/** An answer that is not the file. */
class Refusal extends Error {
  /** Another attempt may succeed. */
  readonly isForNow: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, isForNow: boolean, retryAfterMs?: number) {
    super(message);
    this.isForNow = isForNow;
    this.retryAfterMs = retryAfterMs;
  }
}

async function attemptFetch(
  url: string,
  target: string,
  options: FetchOptions,
  limits: FetchLimits,
): Promise<FetchedFile> {
  const part = `${target}.part`;
  const begun = await readPart(part, options.isImmutable === true);
  const idle = new AbortController();
  const timer = setTimeout(
    () => idle.abort(new Error(`nothing came for ${limits.idleMs / 1000} s`)),
    limits.idleMs,
  );
  try {
    const response = await options.fetch(url, {
      headers: headersOf(begun, options.etag),
      signal: idle.signal,
    });
    if (response.status === 304) return { etag: options.etag, isNew: false };
    if (response.status === 416) {
      await dropPart(part);
      throw new Refusal('the part that was kept is not of this file', true);
    }
    if (!response.ok || response.body === null) throw refusalOf(response);
    const goesOn = response.status === 206 && begun !== undefined;
    const etag = response.headers.get('etag') ?? undefined;
    if (!goesOn) await dropPart(part);
    if (etag !== undefined) await writeFile(`${part}.etag`, etag);
    const before = goesOn ? begun.bytes : 0;
    const meter = meterOf(before, limits, (bytes) => {
      timer.refresh();
      options.onBytes?.(bytes);
    });
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, meter, createWriteStream(part, { flags: goesOn ? 'a' : 'w' }));
    await checkWhole(part, response, before);
    await checkContent(part, options.check);
    await rename(part, target);
    await rm(`${part}.etag`, { force: true });
    return { etag, isNew: true };
  } finally {
    clearTimeout(timer);
  }
}

interface Part {
  readonly bytes: number;
  readonly etag: string | undefined;
}

/** What an earlier attempt left. It is of use with the ETag of the file that it is of, or when the file never changes. */
async function readPart(part: string, isImmutable: boolean): Promise<Part | undefined> {
  const size = await unlessMissing(stat(part).then((stats) => stats.size));
  if (size === undefined || size === 0) return undefined;
  if (isImmutable) return { bytes: size, etag: undefined };
  const etag = await unlessMissing(readFile(`${part}.etag`, 'utf8'));
  return etag === undefined || etag === '' || etag.startsWith('W/') ? undefined : { bytes: size, etag };
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function headersOf(begun: Part | undefined, etag: string | undefined): Record<string, string> {
  if (begun === undefined) return etag === undefined ? {} : { 'if-none-match': etag };
  const range = { range: `bytes=${begun.bytes}-` };
  return begun.etag === undefined ? range : { ...range, 'if-range': begun.etag };
}

function refusalOf({ status, statusText, headers }: Response): Refusal {
  const isForNow = status === 408 || status === 429 || status >= 500;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const message = `the server answered ${status} ${statusText}`.trim();
  return new Refusal(message, isForNow, Number.isFinite(seconds) ? seconds * 1000 : undefined);
}

function meterOf(before: number, { maxBytes }: FetchLimits, onBytes: (bytes: number) => void): Transform {
  let bytes = before;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      onBytes(chunk.length);
      if (bytes > maxBytes) done(new Refusal(`more than ${maxBytes} bytes`, false));
      else done(null, chunk);
    },
  });
}

async function checkWhole(part: string, response: Response, before: number): Promise<void> {
  const { size } = await stat(part);
  const stated = Number(response.headers.get('content-length') ?? Number.NaN);
  const isEncoded = response.headers.get('content-encoding') !== null;
  if (!isEncoded && Number.isFinite(stated) && size !== before + stated) {
    throw new Refusal(`${size - before} of ${stated} bytes came`, true);
  }
  const md5 = /(?:^|[ ,])md5=([A-Za-z0-9+/=]+)/.exec(response.headers.get('x-goog-hash') ?? '')?.[1];
  if (md5 === undefined) return;
  const hash = createHash('md5');
  await pipeline(createReadStream(part), hash);
  if (hash.digest('base64') === md5) return;
  await dropPart(part);
  throw new Refusal('the bytes that came are not those that the server told (MD5)', true);
}

async function checkContent(part: string, check: FetchOptions['check']): Promise<void> {
  try {
    await check?.(part);
  } catch (error) {
    await dropPart(part);
    throw new Refusal(reasonOf(error), false);
  }
}

async function dropPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.etag`, { force: true });
}

/** `fetch failed` says nothing: its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
