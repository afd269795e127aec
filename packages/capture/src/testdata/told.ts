import { CaptureReader } from '../capture-reader.ts';
import type { DescriptorEntry } from '../lists/descriptors.ts';
import type { InterfaceEntry } from '../lists/interfaces.ts';
import type { MachineInfo } from '../lists/machine.ts';
import type { ProcessEntry } from '../lists/processes.ts';
import type { GroupEntry, UserEntry } from '../lists/users.ts';
import { CaptureWriter } from '../write/capture-writer.ts';

interface Told {
  readonly machine: MachineInfo[];
  readonly processes: ProcessEntry[];
  readonly descriptors: (readonly [number, DescriptorEntry])[];
  readonly interfaces: InterfaceEntry[];
  readonly users: UserEntry[];
  readonly groups: GroupEntry[];
  readonly events: string[];
  readonly problem?: string;
}

/** All that a capture tells, events as text. */
export function told(bytes: Uint8Array): Told {
  const all: Told = {
    machine: [],
    processes: [],
    descriptors: [],
    interfaces: [],
    users: [],
    groups: [],
    events: [],
  };
  const reader = new CaptureReader({
    onMachine: (one) => all.machine.push(one),
    onProcess: (one) => all.processes.push(one),
    onDescriptor: (tid, one) => all.descriptors.push([tid, one]),
    onInterface: (one) => all.interfaces.push(one),
    onUser: (one) => all.users.push(one),
    onGroup: (one) => all.groups.push(one),
    onEvent: (event) => {
      const parameters = Array.from({ length: event.count }, (_, index) =>
        Buffer.from(event.data(index)).toString('base64'),
      );
      all.events.push(
        `${event.number} ${event.time} ${event.cpu} ${event.tid} ${event.code} ${parameters.join()}`,
      );
    },
  });
  reader.feed(bytes);
  const { problem } = reader.end();
  return problem === undefined ? all : { ...all, problem: problem.message };
}

/** The same capture, written by the writer. */
export function copyCapture(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  const reader = new CaptureReader({
    onSection: () => writer.section(),
    onMachine: (one) => writer.machine(one),
    onProcess: (one) => writer.processes([one]),
    onDescriptor: (tid, one) => writer.descriptors(tid, [one]),
    onInterface: (one) => writer.interfaces([one]),
    onUser: (one) => writer.users([one], []),
    onGroup: (one) => writer.users([], [one]),
    onEvent: (event) => writer.copy(event),
  });
  reader.feed(bytes);
  return Buffer.concat(parts);
}
