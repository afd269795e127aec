import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InventoryError, readSnapshot, type SnapshotRecord, snapshotLine } from '@breakwater/inventory';
import { CommandError } from '../../exit-code.ts';

const flushAt = 1024 * 1024;

/**
 * Writes a snapshot beside the file and puts it in place when it is whole: a reader sees the old file or the
 * new one. Readable for the owner only. When the records fail, or `isKept` says no at the end, nothing changes.
 */
export async function writeSnapshot(
  path: string,
  records: AsyncIterable<SnapshotRecord>,
  isKept: () => boolean,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const file = await open(temporary, 'wx', 0o600).catch((error: unknown) => {
    throw fileError(path, error);
  });
  try {
    let pending = '';
    for await (const record of records) {
      pending += snapshotLine(record);
      if (pending.length < flushAt) continue;
      await file.appendFile(pending).catch(rethrowFor(path));
      pending = '';
    }
    await file.appendFile(pending).catch(rethrowFor(path));
    await file.sync().catch(rethrowFor(path));
    await file.close();
    if (isKept()) await rename(temporary, path).catch(rethrowFor(path));
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
}

/** The records of a snapshot file. Throws CommandError when it is missing, broken or cut off. */
export async function* openSnapshot(path: string): AsyncGenerator<SnapshotRecord> {
  try {
    yield* readSnapshot(createReadStream(path, { encoding: 'utf8' }));
  } catch (error) {
    if (error instanceof InventoryError) throw new CommandError(`${path}: ${error.message}`);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new CommandError(
        `${path} does not exist; run "breakwater inventory sync" first, or name a file with --input`,
      );
    }
    throw fileError(path, error);
  }
}

function rethrowFor(path: string): (error: unknown) => never {
  return (error) => {
    throw fileError(path, error);
  };
}

function fileError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  // The system's message ends with the call and the temporary name.
  return new CommandError(`${path}: ${error.message.split(',')[0]}`);
}
