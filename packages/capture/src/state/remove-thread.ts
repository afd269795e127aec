import type { System } from './system.ts';
import { isInPidNamespace, type Thread } from './thread.ts';

/**
 * Takes a thread away. Its children get the parent that the system told of (`reaper`), or the one that it should
 * have told of. The first thread of a process stays until the last one goes.
 */
export function removeThread(system: System, thread: Thread, reaper = 0): void {
  const { threads } = system;
  if (thread.isInvalid) {
    threads.remove(thread.tid);
    return;
  }
  thread.isDead = true;
  if (threads.hasChildren(thread.tid)) {
    const told = reaper > 0 ? threads.getOrInvalid(reaper) : undefined;
    const found = told === undefined || told.isInvalid ? reaperOf(system, thread) : told;
    if (found !== undefined && found.pid !== thread.pid) threads.leaderOf(found).isReaper = true;
    threads.reparent(thread.tid, found?.tid ?? 0);
  }
  if (threads.membersOf(thread.pid).length === 0) threads.remove(thread.pid);
  if (thread.tid !== thread.pid) threads.remove(thread.tid);
}

/** Another live thread of the process, or one of the nearest ancestor that takes in orphans. */
function reaperOf({ threads }: System, thread: Thread): Thread | undefined {
  const [sibling] = threads.membersOf(thread.pid);
  if (sibling !== undefined) return sibling;
  for (const ancestor of threads.lineageOf(thread)) {
    if (isInPidNamespace(ancestor) !== isInPidNamespace(thread)) return undefined;
    if (!threads.leaderOf(ancestor).isReaper) continue;
    const [live] = threads.membersOf(ancestor.pid);
    if (live !== undefined) return live;
  }
  return undefined;
}
