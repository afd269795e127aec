import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { CommandError } from '../../exit-code.ts';

export interface CutFileOptions {
  readonly isCompressed: boolean;
  readonly isForced: boolean;
}

/** Takes bytes; returns when there is room for more. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/**
 * Writes a file beside its place and puts it there when `fill` is done: who looks sees the old file, or none, or the
 * whole new one. Readable for the owner only. The size of the file in bytes.
 * @throws CommandError when there is a file already or it cannot be written
 */
export async function writeCutFile(
  path: string,
  options: CutFileOptions,
  fill: (write: WriteBytes) => Promise<void>,
): Promise<number> {
  await refuseExisting(path, options);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const handle = await open(temporary, 'wx', 0o600).catch(rethrowFor(path));
  const forget = removeWhenStopped(temporary);
  try {
    await fillFile(handle, options.isCompressed, fill).catch(rethrowFor(path));
    await handle.sync().catch(rethrowFor(path));
    const { size } = await handle.stat();
    await handle.close();
    await refuseExisting(path, options);
    await rename(temporary, path).catch(rethrowFor(path));
    return size;
  } finally {
    forget();
    await handle.close();
    await rm(temporary, { force: true });
  }
}

async function fillFile(
  handle: FileHandle,
  isCompressed: boolean,
  fill: (write: WriteBytes) => Promise<void>,
): Promise<void> {
  const sink = new Writable({
    write(chunk: Uint8Array, _, done) {
      handle.appendFile(chunk).then(() => done(), done);
    },
  });
  const gzip = isCompressed ? createGzip() : undefined;
  gzip?.pipe(sink);
  const source = gzip ?? sink;
  // The first thing that fails, whoever is waited for.
  const failed = new Promise<never>((_, reject) => {
    sink.once('error', reject);
    gzip?.once('error', reject);
  });
  failed.catch(() => undefined);
  await fill(async (bytes) => {
    if (source.write(bytes)) return;
    await Promise.race([new Promise<void>((resolve) => source.once('drain', resolve)), failed]);
  });
  source.end();
  await Promise.race([finished(sink), failed]);
}

async function refuseExisting(path: string, { isForced }: CutFileOptions): Promise<void> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileError(path, error);
  });
  if (status === undefined) return;
  if (!status.isFile()) throw new CommandError(`cannot write ${path}: it is no file`);
  if (!isForced) throw new CommandError(`${path} is there already; with --force it is written over`);
}

/** An interrupted command leaves nothing behind. */
function removeWhenStopped(temporary: string): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    rmSync(temporary, { force: true });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  };
}

function rethrowFor(path: string): (error: unknown) => never {
  return (error) => {
    throw fileError(path, error);
  };
}

function fileError(path: string, error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error) || !('code' in error)) return error;
  // The system's message ends with the call and the temporary name.
  return new CommandError(`cannot write ${path}: ${error.message.split(',')[0]}`);
}
