import type { Descriptor } from './descriptor.ts';
import { newThread, type Thread } from './thread.ts';

/** Bounds of what the state remembers; what would go beyond is not added and counted. */
export interface StateLimits {
  readonly threads: number;
  /** Descriptors of one process. */
  readonly descriptors: number;
}

export const defaultStateLimits: StateLimits = { threads: 262_144, descriptors: 65_536 };

const maxAncestors = 1000;

/** Threads by their host id, with the relations between them. */
export class Threads {
  readonly #byTid = new Map<number, Thread>();
  readonly #members = new Map<number, Set<Thread>>();
  readonly #limits: StateLimits;
  /** Threads and descriptors that found no room. */
  dropped = 0;

  constructor(limits: StateLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#byTid.size;
  }

  values(): Iterable<Thread> {
    return this.#byTid.values();
  }

  get(tid: number): Thread | undefined {
    return this.#byTid.get(tid);
  }

  /** The thread, or a new one of which only the id is known. */
  getOrInvalid(tid: number): Thread {
    const known = this.#byTid.get(tid);
    if (known !== undefined) return known;
    const thread = newThread(tid);
    this.add(thread);
    return thread;
  }

  add(thread: Thread): void {
    this.remove(thread.tid);
    if (this.#byTid.size >= this.#limits.threads) {
      this.dropped += 1;
      return;
    }
    this.#byTid.set(thread.tid, thread);
    if (thread.pid === -1) return;
    const members = this.#members.get(thread.pid);
    if (members === undefined) this.#members.set(thread.pid, new Set([thread]));
    else members.add(thread);
  }

  remove(tid: number): void {
    const thread = this.#byTid.get(tid);
    if (thread === undefined) return;
    this.#byTid.delete(tid);
    const members = this.#members.get(thread.pid);
    members?.delete(thread);
    if (members?.size === 0) this.#members.delete(thread.pid);
  }

  /** The live threads of a process, its leader included. */
  membersOf(pid: number): readonly Thread[] {
    return [...(this.#members.get(pid) ?? [])].filter((thread) => !thread.isDead);
  }

  clear(): void {
    this.#byTid.clear();
    this.#members.clear();
  }

  /** The thread whose id is the process's; the thread itself where that one is not known. */
  leaderOf(thread: Thread): Thread {
    if (thread.pid === thread.tid || thread.pid === -1) return thread;
    return this.#byTid.get(thread.pid) ?? thread;
  }

  /** The leader of the process that the thread was started by. */
  parentOf(thread: Thread): Thread | undefined {
    const parent = thread.ptid > 0 ? this.#byTid.get(thread.ptid) : undefined;
    return parent === undefined ? undefined : this.leaderOf(parent);
  }

  /** Parent, grandparent and so on, as far as they are known. */
  *ancestorsOf(thread: Thread): Generator<Thread, void, undefined> {
    const seen = new Set<Thread>([thread]);
    for (
      let next = this.parentOf(thread);
      next !== undefined && !seen.has(next);
      next = this.parentOf(next)
    ) {
      yield next;
      seen.add(next);
      if (seen.size > maxAncestors) return;
    }
  }

  setDescriptor(thread: Thread, fd: number, descriptor: Descriptor): void {
    const { fds } = this.leaderOf(thread);
    if (fds.size >= this.#limits.descriptors && !fds.has(fd)) this.dropped += 1;
    else fds.set(fd, descriptor);
  }
}
