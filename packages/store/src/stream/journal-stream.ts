import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk, syncFolder } from '../disk.ts';
import { InvalidName, QueueFull, StoreClosed, StoreCorrupt, StoreMisuse, TooLarge } from '../errors.ts';
import { encodeFrame } from './frame.ts';
import { createConsumer, type JournalConsumer, type ReadableJournal } from './journal-consumer.ts';
import { openOffsetFile } from './offset-file.ts';
import { findSegments, recoverSegment, type Segment, segmentPath } from './segment.ts';
import type { Consumer, ConsumerCounts, Stream } from './stream.ts';

export interface JournalStreamOptions {
  /** A folder that is the stream's alone; one process has it open. */
  readonly folder: string;
  /** Everybody who reads it. A new one begins with the oldest message that is kept. */
  readonly consumers: readonly string[];
  /** Unconsumed bytes beyond which `append` throws QueueFull; 1 GiB when absent. At least two segments. */
  readonly maxBytes?: number;
  /** Size at which a file is closed and the next begun; 64 MiB when absent. */
  readonly segmentBytes?: number;
  /** The largest batch; 16 MiB when absent. At most a segment. */
  readonly maxBatchBytes?: number;
}

const mebibyte = 1024 * 1024;
const consumerName = /^[a-z][a-z0-9-]{0,63}$/;
const offsetSuffix = '.offset';

interface Pending {
  readonly frame: Buffer;
  readonly count: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The stream as a journal on disk. Appends that meet are written and synced together. A file goes when every
 * consumer has committed past it. Throws StoreCorrupt when files are missing or damaged.
 */
export async function openJournalStream(options: JournalStreamOptions): Promise<Stream> {
  const { folder, maxBytes = 1024 * mebibyte, segmentBytes = 64 * mebibyte } = options;
  const maxBatchBytes = options.maxBatchBytes ?? Math.min(16 * mebibyte, segmentBytes);
  requireOptions(options.consumers, maxBytes, segmentBytes, maxBatchBytes);
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  await removeOldConsumers(folder, options.consumers);

  const segments = [...(await findSegments(folder))];
  const newest = segments.at(-1) ?? (await createSegment(folder, 0));
  if (segments.length === 0) segments.push(newest);
  let active = newest;
  let handle = await open(active.path, 'r+');
  const cutBytes = await recoverSegment(active, handle, maxBatchBytes);

  const consumers = new Map<string, JournalConsumer>();
  let next = active.end;
  let refused = 0;
  let isClosed = false;
  let mustRotate = false;
  const pending: Pending[] = [];
  let pendingBytes = 0;
  let flushing: Promise<void> | undefined;
  let wake = Promise.withResolvers<void>();

  const journal: ReadableJournal = {
    get next() {
      return next;
    },
    get isClosed() {
      return isClosed;
    },
    segmentOf: (offset) => {
      const segment = segments.findLast(({ base }) => base <= offset);
      if (segment === undefined) throw new StoreCorrupt(`${folder} lacks the file with message ${offset}`);
      return segment;
    },
    changed: async (signal) => {
      const aborted = Promise.withResolvers<void>();
      const abort = () => aborted.resolve();
      signal?.addEventListener('abort', abort);
      await Promise.race([wake.promise, aborted.promise]);
      signal?.removeEventListener('abort', abort);
    },
    onCommit: deleteConsumed,
  };

  try {
    for (const name of options.consumers) {
      const offsets = await openOffsetFile(folder, name, segments[0]?.base ?? 0);
      consumers.set(name, createConsumer(name, journal, offsets));
      if (offsets.committed > next || offsets.committed < (segments[0]?.base ?? 0)) {
        throw new StoreCorrupt(
          `consumer ${name} is at message ${offsets.committed}, but ${folder} holds ${segments[0]?.base} to ${next}`,
        );
      }
    }
  } catch (error) {
    await closeFiles();
    throw error;
  }
  await deleteConsumed();

  function committedByAll(): number {
    return Math.min(...[...consumers.values()].map((consumer) => consumer.committed));
  }

  function unconsumedBytes(): number {
    const done = committedByAll();
    return segments.reduce((sum, segment) => sum + (segment.end > done ? segment.bytes : 0), 0);
  }

  function signalChange(): void {
    const woken = wake;
    wake = Promise.withResolvers<void>();
    woken.resolve();
  }

  async function deleteConsumed(): Promise<void> {
    const done = committedByAll();
    let first = segments[0];
    while (first !== undefined && first !== active && first.end <= done) {
      segments.shift();
      await rm(first.path, { force: true });
      first = segments[0];
    }
  }

  async function rotate(): Promise<void> {
    const created = await createSegment(folder, next);
    const opened = await open(created.path, 'r+');
    await handle.close();
    handle = opened;
    active = created;
    segments.push(created);
    mustRotate = false;
    await deleteConsumed();
  }

  /** Makes the frames durable, or leaves the journal as it was. */
  async function write(frames: Buffer): Promise<void> {
    if (active.bytes > 0 && (mustRotate || active.bytes + frames.byteLength > segmentBytes)) await rotate();
    try {
      for (let written = 0; written < frames.byteLength; ) {
        const result = await handle.write(frames, written, null, active.bytes + written);
        written += result.bytesWritten;
      }
      await handle.datasync();
    } catch (error) {
      // What lies behind the last good frame must not be read as one; a new file is safe even if cutting fails.
      mustRotate = true;
      await handle.truncate(active.bytes).catch(() => {});
      throw error;
    }
  }

  async function flush(): Promise<void> {
    while (pending.length > 0) {
      const group = takeGroup();
      const frames = Buffer.concat(group.map(({ frame }) => frame));
      try {
        await onDisk(folder, () => write(frames));
      } catch (error) {
        for (const { reject } of group) reject(error);
        continue;
      } finally {
        pendingBytes -= frames.byteLength;
      }
      active.bytes += frames.byteLength;
      for (const { count, resolve } of group) {
        resolve(next);
        next += count;
      }
      active.end = next;
      signalChange();
    }
    // In the same step as the last look at what waits, so that no append falls between.
    flushing = undefined;
  }

  /** What waits, up to the size of a segment. */
  function takeGroup(): readonly Pending[] {
    let bytes = 0;
    const end = pending.findIndex(({ frame }) => {
      bytes += frame.byteLength;
      return bytes > segmentBytes;
    });
    return pending.splice(0, end === -1 ? pending.length : Math.max(end, 1));
  }

  async function append(batch: readonly Uint8Array[]): Promise<number> {
    if (isClosed) throw new StoreClosed(`the stream in ${folder} is closed`);
    if (batch.length === 0) return next;
    const frame = encodeFrame(batch);
    if (frame.byteLength > maxBatchBytes) {
      throw new TooLarge(`a batch of ${frame.byteLength} bytes is larger than the limit of ${maxBatchBytes}`);
    }
    if (unconsumedBytes() + pendingBytes + frame.byteLength > maxBytes) {
      refused += 1;
      throw new QueueFull(`the stream in ${folder} holds its limit of ${maxBytes} bytes: try again later`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    pending.push({ frame, count: batch.length, resolve, reject });
    pendingBytes += frame.byteLength;
    flushing ??= flush();
    return promise;
  }

  async function closeFiles(): Promise<void> {
    for (const consumer of consumers.values()) await consumer.close();
    await handle.close();
  }

  return {
    append,
    consumer: (name): Consumer => {
      const consumer = consumers.get(name);
      if (consumer === undefined) throw new InvalidName(`the stream has no consumer ${JSON.stringify(name)}`);
      return consumer;
    },
    counts: () => ({
      next,
      bytes: segments.reduce((sum, segment) => sum + segment.bytes, 0),
      segments: segments.length,
      refused,
      cutBytes,
      consumers: Object.fromEntries(
        [...consumers].map(([name, { committed }]): [string, ConsumerCounts] => [
          name,
          { committed, pending: next - committed },
        ]),
      ),
    }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await flushing;
      signalChange();
      await closeFiles();
    },
  };
}

function requireOptions(
  consumers: readonly string[],
  maxBytes: number,
  segmentBytes: number,
  maxBatchBytes: number,
): void {
  if (consumers.length === 0)
    throw new StoreMisuse('a stream needs a consumer: nothing would ever be deleted');
  for (const name of consumers) {
    if (!consumerName.test(name)) throw new InvalidName(`${JSON.stringify(name)} is no name of a consumer`);
  }
  if (maxBytes < 2 * segmentBytes || segmentBytes < maxBatchBytes) {
    throw new StoreMisuse('maxBytes must hold two segments, and a segment the largest batch');
  }
}

/** The place of a consumer that is gone would keep every file for ever. */
async function removeOldConsumers(folder: string, consumers: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(offsetSuffix) || consumers.includes(name.slice(0, -offsetSuffix.length))) continue;
    await rm(join(folder, name));
  }
}

async function createSegment(folder: string, base: number): Promise<Segment> {
  const path = segmentPath(folder, base);
  await onDisk(path, async () => {
    const created: FileHandle = await open(path, 'w', 0o600);
    await created.close();
    await syncFolder(folder);
  });
  return { base, path, end: base, bytes: 0 };
}
