import type { System } from '../state/system.ts';
import type { Thread } from '../state/thread.ts';

/** What rules can ask of the state at the event at hand, as one text. */
export function stateAt(system: System): string {
  const { thread, threads, descriptor, fd, path, containers } = system;
  if (thread === undefined) return 'no thread';
  const main = threads.mainOf(thread);
  const parent = threads.parentOf(thread);
  return JSON.stringify(
    {
      thread: valuesOf(thread),
      main: main === undefined ? null : valuesOf(main),
      parent: parent === undefined ? null : valuesOf(parent),
      ancestors: Array.from(threads.ancestorsOf(thread), valuesOf),
      lineage: Array.from(threads.lineageOf(thread), ({ tid, comm }) => [tid, comm]),
      members: threads.membersOf(thread.pid).map(({ tid }) => tid),
      descriptors: [...(main?.fds ?? [])],
      descriptor,
      fd,
      path,
      container: containers.get(thread.container)?.record,
      user: system.identitiesOf(thread.container).users.get(thread.uid),
      group: system.identitiesOf(thread.container).groups.get(thread.gid),
      interfaces: system.interfaces.map(({ name }) => name),
      machine: system.machine,
    },
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
  );
}

/** Of a process that took in orphans only the kernel's choice counts, which events tell. */
function valuesOf({ fds, isReaper, ...values }: Thread): unknown {
  return values;
}
