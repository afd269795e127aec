import type { CaptureEvent, System, Thread } from '@breakwater/capture';

export interface TreeRoots {
  /** Processes, with all of their threads. */
  readonly pids: readonly number[];
  readonly tids: readonly number[];
}

const maxDepth = 1000;
const clones = new Set(['clone', 'clone3', 'fork', 'vfork']);

/**
 * Processes and threads with all that they started, however long ago their parents ended: who is in the tree is
 * decided when a thread is first seen, for then its parent is there.
 */
export class ProcessTree {
  readonly #pids: ReadonlySet<number>;
  readonly #tids: ReadonlySet<number>;
  #members = new WeakMap<Thread, boolean>();
  #system: System | undefined;

  constructor({ pids, tids }: TreeRoots) {
    this.#pids = new Set(pids);
    this.#tids = new Set(tids);
  }

  /** A section begins: its threads are others. */
  clear(): void {
    this.#system = undefined;
    this.#members = new WeakMap();
  }

  /** Whether the event is of the tree; to be asked at every event, once the state is up to it. */
  has(system: System, event: CaptureEvent): boolean {
    const { thread, threads } = system;
    if (this.#system === undefined) {
      this.#system = system;
      for (const one of threads.values()) this.#isMember(system, one, 0);
    }
    if (clones.has(event.type.name)) {
      const child = threads.get(event.i64(0));
      if (child !== undefined) this.#isMember(system, child, 0);
    }
    return thread !== undefined && this.#isMember(system, thread, 0);
  }

  #isMember(system: System, thread: Thread, depth: number): boolean {
    const known = this.#members.get(thread);
    if (known !== undefined) return known;
    const parent = thread.ptid > 0 ? system.threads.get(thread.ptid) : undefined;
    const isMember =
      this.#pids.has(thread.pid) ||
      this.#tids.has(thread.tid) ||
      (parent !== undefined && depth < maxDepth && this.#isMember(system, parent, depth + 1));
    // Of a thread of which only the id is known, more may be told.
    if (!thread.isInvalid) this.#members.set(thread, isMember);
    return isMember;
  }
}
