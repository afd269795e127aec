import {
  CaptureWriter,
  type DescriptorEntry,
  eventTypeOf,
  type ParameterValue,
  type ProcessEntry,
  parametersOf,
  type UserEntry,
} from '@breakwater/capture';
import { replayCapture } from '@breakwater/sources/capture';
import type { CaptureIndex, Fired } from '../capture-index.ts';
import { CaptureIndexer } from '../indexer.ts';
import type { IndexLimits } from '../limits.ts';
import type { TimeSpan } from '../series.ts';

/** An event by its name, at so many nanoseconds after the begin. */
export interface Step {
  readonly event: string;
  readonly at: number;
  readonly tid?: number;
  readonly with?: Readonly<Record<string, ParameterValue>>;
}

export interface Scenario {
  readonly processes?: readonly (Partial<ProcessEntry> & { readonly tid: number })[];
  readonly descriptors?: readonly (readonly [tid: number, Partial<DescriptorEntry>])[];
  readonly users?: readonly UserEntry[];
}

export const start = 1_700_000_000_000_000_000n;

const process: ProcessEntry = {
  ...{ tid: 10, pid: 10, ptid: 1, sid: 10, vpgid: 10, pgid: 10, vtid: 10, vpid: 10, tty: 0, flags: 0 },
  ...{
    comm: 'sh',
    exe: '/bin/sh',
    exepath: '/usr/bin/dash',
    args: ['-i'],
    cwd: '/root/',
    root: '/',
    env: [],
  },
  ...{
    uid: 0,
    gid: 0,
    loginuid: 0xffff_ffff,
    vmSize: 0,
    vmRss: 0,
    vmSwap: 0,
    majorFaults: 0,
    minorFaults: 0,
  },
  ...{
    cgroups: [],
    pidnsInitStart: 0n,
    fdLimit: 1024,
    exeFlags: 0,
    exeInode: 0n,
    exeCtime: 0n,
    exeMtime: 0n,
  },
  ...{ capInheritable: 0n, capPermitted: 0n, capEffective: 0n },
};

const descriptor: DescriptorEntry = {
  ...{ fd: 3, inode: 0n, type: 'file', name: '', openFlags: 0, device: 0, addresses: [], ports: [] },
  ...{ l4: 0, source: 0n, destination: 0n },
};

/** The bytes of a capture in which these steps happen. */
export function captureOf(steps: readonly Step[], scenario: Scenario = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  writer.section();
  writer.machine({ cpus: 1, memoryBytes: 1, maxPid: 1, hostname: 'h', bootTime: start });
  writer.users(scenario.users ?? [], []);
  const processes = scenario.processes ?? [{ tid: 10 }];
  writer.processes(
    processes.map((one) => ({ ...process, pid: one.tid, vtid: one.tid, vpid: one.tid, ...one })),
  );
  for (const [tid, one] of scenario.descriptors ?? []) writer.descriptors(tid, [{ ...descriptor, ...one }]);
  for (const step of steps) {
    const type = eventTypeOf(step.event, step.event === 'procexit');
    if (type === undefined) throw new Error(`no event ${step.event}`);
    writer.event({
      time: start + BigInt(step.at),
      tid: step.tid ?? 10,
      code: type.code,
      parameters: parametersOf(type, step.with ?? {}),
    });
  }
  return Buffer.concat(parts);
}

/** The index of a capture. */
export async function indexOf(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  limits: Partial<IndexLimits> = {},
  firedAt: (number: number) => readonly Fired[] = () => [],
): Promise<CaptureIndex> {
  const indexer = new CaptureIndexer(limits);
  const chunks = bytes instanceof Uint8Array ? once(bytes) : bytes;
  const summary = await replayCapture(chunks, (event) => indexer.add(event, firedAt(event.number)));
  return indexer.finish(summary);
}

/** The index of the events of a part alone; times are those of the whole capture. */
export async function indexOfPart(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  { from, to }: TimeSpan,
): Promise<CaptureIndex> {
  const indexer = new CaptureIndexer();
  const chunks = bytes instanceof Uint8Array ? once(bytes) : bytes;
  let first: bigint | undefined;
  const summary = await replayCapture(chunks, (event) => {
    indexer.begin(event);
    first ??= event.time;
    const at = Number(event.time - first);
    if (at >= from && at < to) indexer.add(event);
  });
  return indexer.finish(summary);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
