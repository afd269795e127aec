import type { System } from '../state/system.ts';
import type { Thread } from '../state/thread.ts';

/** What rules can ask of the state at the event at hand, as one text. */
export function stateAt(system: System): string {
  const { thread, threads, descriptor, fd, path, containers } = system;
  if (thread === undefined) return 'no thread';
  const leader = threads.leaderOf(thread);
  const parent = threads.get(thread.ptid);
  return JSON.stringify(
    {
      thread: valuesOf(thread),
      leader: valuesOf(leader),
      parent: parent === undefined ? null : valuesOf(parent),
      ancestors: Array.from(threads.ancestorsOf(thread), valuesOf),
      members: threads.membersOf(thread.pid).map(({ tid }) => tid),
      descriptors: [...leader.fds],
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
