import type { Consumer, StreamMessage } from '@breakwater/store';
import { decodeEntry, type JournalEntry } from './journal-entry.ts';

/** Batches of one kind that follow each other in the journal: they are stored together. */
export interface EntryGroup {
  readonly kind: string;
  readonly isSample: boolean;
  readonly entries: readonly JournalEntry[];
  /** Offset after the last of them. */
  readonly end: number;
}

/** So much is stored at once: enough to spread the cost of a durable write, little enough not to hold up answers. */
const groupBytes = 2 * 1024 * 1024;
const groupEntries = 256;

/** Waits for an entry and takes those that are there already, up to the bounds of a group. Empty when aborted before. */
export async function takeEntries(
  consumer: Consumer,
  end: () => number,
  signal: AbortSignal,
): Promise<readonly EntryGroup[]> {
  const messages: StreamMessage[] = [];
  let bytes = 0;
  do {
    const [message] = await consumer.read(1, signal);
    // Aborted: what was read is not given back, so it is worked on.
    if (message === undefined) break;
    messages.push(message);
    bytes += message.payload.byteLength;
    if (message.offset + 1 >= end()) break;
  } while (bytes < groupBytes && messages.length < groupEntries);
  return groupsOf(messages);
}

function groupsOf(messages: readonly StreamMessage[]): readonly EntryGroup[] {
  const groups: (EntryGroup & { entries: JournalEntry[]; end: number })[] = [];
  for (const { offset, payload } of messages) {
    const entry = decodeEntry(payload);
    const { kind, isSample } = entry;
    const last = groups.at(-1);
    if (last?.kind === kind && last.isSample === isSample) {
      last.entries.push(entry);
      last.end = offset + 1;
    } else {
      groups.push({ kind, isSample, entries: [entry], end: offset + 1 });
    }
  }
  return groups;
}
