import type { CaptureEvent } from '../../capture-event.ts';
import type { Descriptor } from '../../state/descriptor.ts';
import { descriptorOf, threadOf } from '../../state/initial.ts';
import type { System } from '../../state/system.ts';
import { newThread, type Thread } from '../../state/thread.ts';
import type { CaptureWriter } from '../capture-writer.ts';
import { type Redaction, redactDescriptor, redactThread } from '../redact/redaction.ts';
import { descriptorEntryOf, processEntryOf } from './entries.ts';
import type { Relevance } from './relevance.ts';
import { rereadDescriptor, rereadProcess } from './reread.ts';
import { StateEvents, shownIdentities, writeContainers } from './state-events.ts';
import {
  descriptorValues,
  type StateRecord,
  stateRecordName,
  threadValues,
  type Values,
} from './state-record.ts';

/** Readers of today take large events; older ones stop at 64 KiB. */
const recordBytes = 32 * 1024;
const recordPorts = 4096;

export interface SnapshotSize {
  readonly threads: number;
  readonly descriptors: number;
  /** Events for the state alone. */
  readonly events: number;
}

/**
 * Writes the begin of a section: lists of what the system is at the event, and events for the state alone with what
 * lists have no place for.
 */
export function writeSnapshot(
  writer: CaptureWriter,
  system: System,
  relevance: Relevance,
  event: CaptureEvent,
  redaction: Redaction | undefined,
): SnapshotSize {
  writer.section();
  const text = (value: string): string => redaction?.text(value) ?? value;
  const { machine } = system;
  if (machine !== undefined) writer.machine({ ...machine, hostname: text(machine.hostname) });
  writer.interfaces(system.interfaces);
  const { users, groups } = shownIdentities(system, text);
  writer.users(users, groups);
  const threads = [...system.threads.values()].filter(
    (thread) => relevance.has(thread) || relevance.isNamed(thread),
  );
  const shown = (thread: Thread): Thread =>
    redaction === undefined ? thread : redactThread(thread, redaction);
  writer.processes(threads.filter(({ isInvalid }) => !isInvalid).map((one) => processEntryOf(shown(one))));
  let descriptors = 0;
  const written = new Set<Thread>();
  const records: StateRecord[] = [];
  const ports = [...system.serverPorts];
  for (let at = 0; at < ports.length; at += recordPorts)
    records.push({ serverPorts: ports.slice(at, at + recordPorts) });
  for (const thread of threads) {
    const isListed = !thread.isInvalid;
    const own = shown(thread);
    const entry = processEntryOf(own);
    const read = isListed ? rereadProcess(entry) : undefined;
    const values = threadValues(own, read === undefined ? newThread(thread.tid) : threadOf(read));
    const ids = isListed ? {} : { pid: thread.pid, ptid: thread.ptid };
    if (Object.keys(values ?? {}).length > 0 || !isListed)
      records.push({ tid: thread.tid, thread: { ...values, ...ids } });
    if (!relevance.has(thread)) continue;
    const owner = system.threads.mainOf(thread);
    if (owner === undefined || written.has(owner)) continue;
    written.add(owner);
    const known = Array.from(owner.fds, ([fd, one]): readonly [number, Descriptor] => [
      fd,
      redaction === undefined ? one : redactDescriptor(one, redaction),
    ]);
    descriptors += known.length;
    writer.descriptors(
      thread.tid,
      known.map(([fd, one]) => descriptorEntryOf(fd, one)),
    );
    records.push(...recordsOf(thread.tid, known));
  }
  const events = new StateEvents(writer, event.time);
  for (const record of records) events.asynchronous(stateRecordName, JSON.stringify(record));
  writeContainers(events, system, relevance, redaction);
  return { threads: threads.length, descriptors, events: events.count };
}

/** Records of descriptors, several where there is much to tell. */
function* recordsOf(
  tid: number,
  descriptors: readonly (readonly [number, Descriptor])[],
): Generator<StateRecord> {
  let part: [string, Values][] = [];
  let bytes = 0;
  for (const [fd, one] of descriptors) {
    const read = rereadDescriptor(descriptorEntryOf(fd, one));
    const values = read === undefined ? undefined : descriptorValues(one, descriptorOf(read));
    if (values === undefined) continue;
    part.push([String(fd), values]);
    bytes += JSON.stringify(values).length;
    if (bytes < recordBytes) continue;
    yield { tid, descriptors: Object.fromEntries(part) };
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield { tid, descriptors: Object.fromEntries(part) };
}
