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
  const shown = new Map(
    threads.map((thread): [Thread, Thread] => [
      thread,
      redaction === undefined ? thread : redactThread(thread, redaction),
    ]),
  );
  writer.processes([...shown.values()].filter(({ isInvalid }) => !isInvalid).map(processEntryOf));
  let descriptors = 0;
  const written = new Set<Thread>();
  const records: StateRecord[] = [];
  const ports = [...system.serverPorts];
  for (let at = 0; at < ports.length; at += recordPorts)
    records.push({ serverPorts: ports.slice(at, at + recordPorts) });
  for (const [thread, own] of shown) {
    records.push(...recordOf(own));
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
    records.push(...recordsOf(thread.tid, known, system.interfaces));
  }
  const events = new StateEvents(writer, event.time);
  for (const record of records) events.asynchronous(stateRecordName, JSON.stringify(record));
  writeContainers(events, system, relevance, redaction);
  return { threads: threads.length, descriptors, events: events.count };
}

/** What the process list does not tell of a thread; of one of which only the id is known, everything. */
function* recordOf(thread: Thread): Generator<StateRecord> {
  const { tid, pid, ptid, isInvalid } = thread;
  const read = isInvalid ? undefined : rereadProcess(processEntryOf(thread));
  const values = threadValues(thread, read === undefined ? newThread(tid) : threadOf(read));
  if (isInvalid) yield { tid, thread: { ...values, pid, ptid } };
  else if (values !== undefined) yield { tid, thread: values };
}

/** Records of descriptors, several where there is much to tell. */
function* recordsOf(
  tid: number,
  descriptors: readonly (readonly [number, Descriptor])[],
  interfaces: System['interfaces'],
): Generator<StateRecord> {
  let part: [string, Values][] = [];
  let bytes = 0;
  for (const [fd, one] of descriptors) {
    const read = rereadDescriptor(descriptorEntryOf(fd, one));
    const values = read === undefined ? undefined : descriptorValues(one, descriptorOf(read, interfaces));
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
