import type { Parser, ParserTable } from '../parser.ts';
import type { System } from '../system.ts';
import type { Thread } from '../thread.ts';

const reaperAt = 4;

/** The thread stays for the rules; its children get another parent first. */
const procexit: Parser = (system, event) => {
  const { thread } = system;
  if (thread === undefined) return;
  thread.isDead = true;
  const reaper = event.i64(reaperAt);
  const isReapedBy = reaper > 0 ? reaper : (reaperOf(system, thread)?.tid ?? 0);
  system.threads.reparent(thread.tid, isReapedBy);
  const others = system.threads.membersOf(thread.pid).filter((member) => member !== thread);
  if (thread.tid === thread.pid && others.length > 0) return;
  system.removedThread = thread;
  const leader = system.threads.leaderOf(thread);
  if (leader !== thread && leader.isDead && others.length === 0) system.threads.remove(leader.tid);
};

/** Another live thread of the group, or one of the nearest ancestor group that takes in orphans. */
function reaperOf({ threads }: System, thread: Thread): Thread | undefined {
  const sibling = threads.membersOf(thread.pid).find((member) => member !== thread);
  if (sibling !== undefined) return sibling;
  for (const ancestor of threads.ancestorsOf(thread)) {
    if (ancestor.pidnsInitStart !== thread.pidnsInitStart && thread.pidnsInitStart !== 0n) return undefined;
    if (ancestor.isReaper) return ancestor;
  }
  return undefined;
}

export const exitParsers: ParserTable = { enter: { procexit } };
