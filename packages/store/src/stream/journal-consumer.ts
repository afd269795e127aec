import { type FileHandle, open } from 'node:fs/promises';
import { StoreClosed, StoreMisuse } from '../errors.ts';
import { headerBytes } from './frame.ts';
import type { OffsetFile } from './offset-file.ts';
import { corruptFrame, readBody, readHeader, type Segment } from './segment.ts';
import type { Consumer, StreamMessage } from './stream.ts';

/** What a consumer sees of its journal. */
export interface ReadableJournal {
  /** Everything before it is durable and may be read. */
  readonly next: number;
  readonly isClosed: boolean;
  /** The segment that holds the message. */
  segmentOf(offset: number): Segment;
  /** Resolves when `next` grows, the journal closes or the signal aborts. */
  changed(signal?: AbortSignal): Promise<void>;
  /** A consumer committed: segments may go. */
  onCommit(): Promise<void>;
}

export interface JournalConsumer extends Consumer {
  readonly committed: number;
  close(): Promise<void>;
}

/** The file and byte where the next frame begins. */
interface Place {
  readonly segment: Segment;
  readonly handle: FileHandle;
  position: number;
}

export function createConsumer(name: string, journal: ReadableJournal, offsets: OffsetFile): JournalConsumer {
  let place: Place | undefined;
  let buffered: StreamMessage[] = [];
  /** Offset of the first message that is not buffered. */
  let next = offsets.committed;
  let reading: Promise<readonly StreamMessage[]> | undefined;
  let isRewound = false;
  let saving: Promise<void> = Promise.resolve();

  async function leave(): Promise<void> {
    const left = place;
    place = undefined;
    await left?.handle.close();
  }

  async function enter(segment: Segment): Promise<Place> {
    if (place?.segment === segment) return place;
    await leave();
    place = { segment, handle: await open(segment.path, 'r'), position: 0 };
    return place;
  }

  /** Reads the frame that holds `next`; frames before it in the same file are skipped. */
  async function readFrame(): Promise<void> {
    const { segment, handle, ...start } = await enter(journal.segmentOf(next));
    let position = start.position;
    let first = position === 0 ? segment.base : next;
    for (;;) {
      const header = await readHeader(handle, position);
      if (header === undefined) throw corruptFrame(segment, position);
      const after = position + headerBytes + header.bodyBytes;
      if (first + header.count > next) {
        const batch = await readBody(handle, position, header);
        if (batch === undefined) throw corruptFrame(segment, position);
        for (const [index, payload] of batch.entries()) {
          if (first + index >= next) buffered.push({ offset: first + index, payload });
        }
        next = first + header.count;
        if (place !== undefined) place.position = after;
        return;
      }
      first += header.count;
      position = after;
    }
  }

  async function returnToCommitted(): Promise<void> {
    isRewound = false;
    buffered = [];
    next = offsets.committed;
    await leave();
  }

  async function readNext(limit: number, signal?: AbortSignal): Promise<readonly StreamMessage[]> {
    if (isRewound) await returnToCommitted();
    while (buffered.length < limit && !journal.isClosed && !signal?.aborted) {
      if (next < journal.next) await readFrame();
      else if (buffered.length > 0) break;
      else await journal.changed(signal);
    }
    return journal.isClosed || signal?.aborted ? [] : buffered.splice(0, limit);
  }

  async function commit(offset: number): Promise<void> {
    if (journal.isClosed) throw new StoreClosed('the stream is closed');
    if (!Number.isSafeInteger(offset) || offset > journal.next) {
      throw new StoreMisuse(`${name} cannot commit ${offset}: the stream ends at ${journal.next}`);
    }
    const saved = saving.then(async () => {
      if (offset <= offsets.committed) return;
      await offsets.save(offset);
      await journal.onCommit();
    });
    // The caller of this commit gets its error; the next one begins afresh.
    saving = saved.catch(() => {});
    return saved;
  }

  return {
    name,
    get committed() {
      return offsets.committed;
    },
    read: async (limit, signal) => {
      if (!Number.isInteger(limit) || limit < 1) throw new StoreMisuse(`a limit is at least 1, not ${limit}`);
      if (reading !== undefined) throw new StoreMisuse(`${name} is read already: a consumer has one user`);
      reading = readNext(limit, signal);
      try {
        return await reading;
      } finally {
        reading = undefined;
      }
    },
    commit,
    rewind: () => {
      isRewound = true;
    },
    close: async () => {
      await Promise.allSettled([saving, reading]);
      await leave();
      await offsets.close();
    },
  };
}
