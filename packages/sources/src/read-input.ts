import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ByteQueue } from './gzip/byte-queue.ts';
import { gunzip, type OnWarning } from './gzip/gunzip.ts';
import { gunzipWhole } from './gzip/gunzip-whole.ts';
import { messageOf } from './message-of.ts';

export interface ReadLimits {
  /** Bytes of one file after decompression. */
  readonly fileBytes: number;
  /** Files of one directory tree. */
  readonly files: number;
  /** Levels of directories. */
  readonly depth: number;
}

export const defaultReadLimits: ReadLimits = { fileBytes: 512 * 1024 * 1024, files: 100_000, depth: 32 };

/** One file, or why it could not be read; `problem`: why the content is only the begin of it, or what was ignored. */
export type InputFile =
  | { readonly name: string; readonly content: Buffer; readonly problem?: string }
  | { readonly name: string; readonly error: string };

const readBytes = 256 * 1024;

const inputName = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/;

/**
 * Reads a file, or every `.json`, `.jsonl` and `.ndjson` file (also `.gz`) below a directory in the order of
 * names. One file at a time; a file that cannot be read or goes beyond a limit is yielded with its error.
 */
export async function* readInput(
  path: string,
  limits: ReadLimits = defaultReadLimits,
): AsyncGenerator<InputFile> {
  const status = await stat(path);
  if (!status.isDirectory()) {
    yield await readOne(path, limits);
    return;
  }
  let count = 0;
  for await (const found of walk(path, limits.depth)) {
    count += 1;
    if (count > limits.files) {
      yield { name: path, error: `more than ${limits.files} files; the rest was not read` };
      return;
    }
    const { name, error } = found;
    yield error === undefined ? await readOne(name, limits) : { name, error };
  }
}

/** Reads a stream to its end, within the limit on bytes; gzip is recognised by its first bytes. */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  limits: ReadLimits = defaultReadLimits,
): Promise<InputFile> {
  let warning: string | undefined;
  const bytes = decompressed(stream, (text) => {
    warning = text;
  });
  const file = await collect(bytes, name, limits);
  return warning === undefined || 'error' in file ? file : { problem: warning, ...file };
}

async function* walk(
  folder: string,
  depth: number,
): AsyncGenerator<{ readonly name: string; readonly error?: string }> {
  if (depth <= 0) {
    yield { name: folder, error: 'directories nested too deeply; not read' };
    return;
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => messageOf(error));
  if (typeof entries === 'string') {
    yield { name: folder, error: entries };
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path, depth - 1);
    else if (!inputName.test(entry.name)) continue;
    else if (entry.isFile()) yield { name: path };
    else if (entry.isSymbolicLink()) yield await linked(path);
  }
}

/** A link to a file is read as that file; links to directories may lead in circles. */
async function linked(path: string): Promise<{ readonly name: string; readonly error?: string }> {
  const target = await stat(path).catch((error: unknown) => messageOf(error));
  if (typeof target === 'string') return { name: path, error: target };
  return target.isFile() ? { name: path } : { name: path, error: 'a symbolic link to no file; not followed' };
}

/**
 * The bytes of a file as a stream, decompressed when it is gzip. What was inflated before damage comes before the
 * error.
 * @throws Error when it cannot be read, or is damaged
 */
export async function* streamFile(path: string, onWarning?: OnWarning): AsyncGenerator<Uint8Array> {
  await using handle = await open(path);
  const isFile = (await handle.stat()).isFile();
  const input = new ByteQueue(piecesOf(handle, isFile));
  if (!(await beginsGzip(input))) {
    yield* input.rest();
    return;
  }
  if (!isFile) {
    yield* gunzip(input, onWarning);
    return;
  }
  let delivered = 0;
  try {
    for await (const piece of gunzipWhole(input.rest())) {
      delivered += piece.length;
      yield piece;
    }
    return;
  } catch {
    // Reading it once more, with care, tells what is wrong.
  }
  yield* without(delivered, gunzip(new ByteQueue(piecesOf(handle, isFile)), onWarning));
}

/** A file from its begin, as often as wanted; a pipe from where it is. */
async function* piecesOf(handle: FileHandle, isFile: boolean): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const piece = Buffer.allocUnsafe(readBytes);
    const { bytesRead } = await handle.read(piece, 0, readBytes, isFile ? at : null);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

/** Leaves out the first bytes. */
async function* without(count: number, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of stream) {
    if (piece.length > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

async function readOne(path: string, limits: ReadLimits): Promise<InputFile> {
  try {
    await using handle = await open(path);
    return await readStream(handle.createReadStream({ autoClose: false }), path, limits);
  } catch (error) {
    return { name: path, error: messageOf(error) };
  }
}

/**
 * The bytes of a stream, decompressed when it is gzip. What was inflated before damage comes before the error.
 * @throws Error when it is damaged
 */
export async function* decompressed(
  stream: AsyncIterable<Uint8Array>,
  onWarning?: OnWarning,
): AsyncGenerator<Uint8Array> {
  const input = new ByteQueue(stream);
  yield* (await beginsGzip(input)) ? gunzip(input, onWarning) : input.rest();
}

async function beginsGzip(input: ByteQueue): Promise<boolean> {
  const head = await input.take(2);
  input.giveBack(head);
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function collect(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  limits: ReadLimits,
): Promise<InputFile> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.byteLength;
      if (bytes > limits.fileBytes) {
        return { name, error: `more than ${limits.fileBytes} bytes after decompression; not read` };
      }
      chunks.push(chunk);
    }
  } catch (error) {
    const problem = messageOf(error);
    return bytes === 0 ? { name, error: problem } : { name, content: Buffer.concat(chunks), problem };
  }
  return { name, content: Buffer.concat(chunks) };
}
