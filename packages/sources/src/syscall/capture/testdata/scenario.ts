import {
  CaptureReader,
  CaptureWriter,
  type DescriptorEntry,
  eventTypeOf,
  type InterfaceEntry,
  type ParameterValue,
  type ProcessEntry,
  parametersOf,
  type StateLimits,
  System,
  type Task,
  type UserEntry,
} from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import { CapturedEvent } from '../capture-record.ts';
import { capturedFields } from '../captured.ts';

/** An event by its name; `>` before it for enter events. */
export interface Step {
  readonly event: string;
  readonly tid?: number;
  /** Nanoseconds after the begin. */
  readonly at?: bigint;
  readonly with?: Readonly<Record<string, ParameterValue>>;
}

export interface Scenario {
  readonly processes?: readonly (Partial<ProcessEntry> & { readonly tid: number })[];
  readonly descriptors?: readonly (readonly [tid: number, Partial<DescriptorEntry>])[];
  readonly interfaces?: readonly InterfaceEntry[];
  readonly users?: readonly UserEntry[];
  readonly groups?: readonly { readonly gid: number; readonly name: string }[];
  readonly limits?: Partial<StateLimits>;
  readonly tasks?: readonly Task[];
}

const start = 1_700_000_000_000_000_000n;

const process: ProcessEntry = {
  tid: 10, pid: 10, ptid: 1, sid: 10, vpgid: 10, pgid: 10,
  comm: 'sh', exe: '/bin/sh', exepath: '/usr/bin/dash', args: ['-i'], cwd: '/root', root: '/',
  fdLimit: 1024, flags: 0, uid: 0, gid: 0, vmSize: 0, vmRss: 0, vmSwap: 0, majorFaults: 0, minorFaults: 0,
  env: ['HOME=/root '], vtid: 10, vpid: 10, cgroups: [], pidnsInitStart: 0n, tty: 0, loginuid: 0xffff_ffff,
  exeFlags: 0, capInheritable: 0n, capPermitted: 0n, capEffective: 0n, exeInode: 0n, exeCtime: 0n, exeMtime: 0n,
};

const descriptor: DescriptorEntry = {
  fd: 3, inode: 0n, type: 'file', name: '', openFlags: 0, device: 0, addresses: [], ports: [], l4: 0,
  source: 0n, destination: 0n,
};

/** The bytes of a capture that tells of it. */
export function captureOf(steps: readonly Step[], scenario: Scenario = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  writer.section();
  writer.machine({ cpus: 1, memoryBytes: 1, maxPid: 1, hostname: 'h', bootTime: start });
  writer.interfaces(scenario.interfaces ?? []);
  writer.users(scenario.users ?? [], scenario.groups ?? []);
  writer.processes(
    (scenario.processes ?? [{ tid: 10 }]).map((one) => ({
      ...process, pid: one.tid, vtid: one.tid, vpid: one.tid, ...one,
    })),
  );
  for (const [tid, one] of scenario.descriptors ?? []) writer.descriptors(tid, [{ ...descriptor, ...one }]);
  for (const [index, step] of steps.entries()) {
    const isEnter = step.event.startsWith('>');
    const type = eventTypeOf(step.event.replace('>', ''), isEnter);
    if (type === undefined) throw new Error(`no event ${step.event}`);
    const unknown = Object.keys(step.with ?? {}).find((name) => type.parameters.every((one) => one.name !== name));
    if (unknown !== undefined) throw new Error(`${step.event} has no parameter ${unknown}`);
    writer.event({
      time: start + (step.at ?? BigInt(index)),
      tid: step.tid ?? 10,
      code: type.code,
      parameters: parametersOf(type, step.with ?? {}),
    });
  }
  return Buffer.concat(parts);
}

const fields = new Map(capturedFields.map((field) => [field.name, field]));

function valueOf(event: CapturedEvent, name: string): FieldValue | undefined {
  const [, base = name, argument] = /^([^[]+)\[(.*)\]$/.exec(name) ?? [];
  const byArgument = /^(evt\.arg)\.(.+)$/.exec(base);
  const field = fields.get(byArgument?.[1] ?? base);
  if (field === undefined) throw new Error(`no field ${name}`);
  return field.extract(event, argument ?? byArgument?.[2]);
}

/** Values of the fields at the last event that rules are shown. */
export function valuesAfter(
  steps: readonly Step[],
  names: readonly string[],
  scenario: Scenario = {},
): Record<string, FieldValue | undefined> {
  const { values, problem } = replayed(steps, names, scenario);
  if (problem !== undefined) throw new Error(problem);
  return values;
}

export function replayed(
  steps: readonly Step[],
  names: readonly string[],
  scenario: Scenario = {},
): { values: Record<string, FieldValue | undefined>; problem: string | undefined; system: System } {
  const system = new System(scenario.limits, scenario.tasks);
  let values: Record<string, FieldValue | undefined> = {};
  const reader = new CaptureReader({
    ...system.handler(),
    onEvent: (event) => {
      if (system.before(event)) {
        const captured = new CapturedEvent({ event, system });
        values = Object.fromEntries(names.map((name) => [name, valueOf(captured, name)]));
      }
      system.after();
    },
  });
  reader.feed(captureOf(steps, scenario));
  return { values, problem: reader.end().problem?.message, system };
}

/** IPv4 tuple and address parameters. */
export function tuple4(source: string, sport: number, destination: string, dport: number): Uint8Array {
  return Uint8Array.of(2, ...ip4(source), ...port(sport), ...ip4(destination), ...port(dport));
}

export function address4(address: string, at: number): Uint8Array {
  return Uint8Array.of(2, ...ip4(address), ...port(at));
}

export function tuple6(source: Uint8Array, sport: number, destination: Uint8Array, dport: number): Uint8Array {
  return Uint8Array.of(10, ...source, ...port(sport), ...destination, ...port(dport));
}

export function ip4(text: string): number[] {
  return text.split('.').map(Number);
}

function port(number: number): number[] {
  return [number & 0xff, number >> 8];
}
