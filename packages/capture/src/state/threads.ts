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
  readonly #children = new Map<number, Set<Thread>>();
  readonly #limits: StateLimits;
  /** Threads that found no room. */
  droppedThreads = 0;
  droppedDescriptors = 0;

  constructor(limits: StateLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#byTid.size;
  }

  /** Threads and descriptors that found no room. */
  get dropped(): number {
    return this.droppedThreads + this.droppedDescriptors;
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
      this.droppedThreads += 1;
      return;
    }
    this.#byTid.set(thread.tid, thread);
    addTo(this.#children, thread.ptid, thread);
    if (thread.pid === -1) return;
    addTo(this.#members, thread.pid, thread);
  }

  /** Changes the ids of process and parent of a thread that may be filed under others. */
  refile(thread: Thread, pid: number, ptid: number): void {
    if (thread.pid === pid && thread.ptid === ptid) return;
    this.remove(thread.tid);
    thread.pid = pid;
    thread.ptid = ptid;
    this.add(thread);
  }

  /** Gives the children of one thread to another; 0: to none. */
  reparent(from: number, to: number): void {
    for (const child of this.#children.get(from) ?? []) {
      child.ptid = to;
      addTo(this.#children, to, child);
    }
    this.#children.delete(from);
  }

  remove(tid: number): void {
    const thread = this.#byTid.get(tid);
    if (thread === undefined) return;
    this.#byTid.delete(tid);
    deleteFrom(this.#members, thread.pid, thread);
    deleteFrom(this.#children, thread.ptid, thread);
  }

  /** The live threads of a process, its leader included. */
  membersOf(pid: number): readonly Thread[] {
    return [...(this.#members.get(pid) ?? [])].filter((thread) => !thread.isDead);
  }

  clear(): void {
    this.#byTid.clear();
    this.#members.clear();
    this.#children.clear();
  }

  /**
   * The thread whose id is the process's: it has the descriptors, the working directory and the environment.
   * Undefined: the process is not known, or lost its first thread.
   */
  mainOf(thread: Thread): Thread | undefined {
    if (thread.pid === thread.tid) return thread;
    return thread.pid < 0 ? undefined : this.#byTid.get(thread.pid);
  }

  /** Without a parent that is known a thread has none, also when it turns up later. */
  settle(thread: Thread): void {
    if (thread.pid === thread.tid && (thread.pid === 1 || thread.vpid === 1)) thread.isReaper = true;
    if (thread.pid === 1) return;
    const parent = this.#byTid.get(thread.ptid);
    if (parent === undefined || parent.isInvalid) this.refile(thread, thread.pid, 0);
  }

  hasChildren(tid: number): boolean {
    return this.#children.has(tid);
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

  /** The thread that started the process, the one that started that one and so on: threads, not processes. */
  *lineageOf(thread: Thread): Generator<Thread, void, undefined> {
    const seen = new Set<Thread>();
    for (
      let next = this.#byTid.get(thread.ptid);
      next !== undefined && !seen.has(next);
      next = this.#byTid.get(next.ptid)
    ) {
      yield next;
      seen.add(next);
      if (seen.size > maxAncestors) return;
    }
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

  /** False: the process is not known, or has no room left. */
  setDescriptor(thread: Thread, fd: number, descriptor: Descriptor): boolean {
    const fds = this.mainOf(thread)?.fds;
    if (fds === undefined) return false;
    if (fds.size >= this.#limits.descriptors && !fds.has(fd)) {
      this.droppedDescriptors += 1;
      return false;
    }
    fds.set(fd, descriptor);
    return true;
  }
}

function addTo(groups: Map<number, Set<Thread>>, key: number, thread: Thread): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, new Set([thread]));
  else group.add(thread);
}

function deleteFrom(groups: Map<number, Set<Thread>>, key: number, thread: Thread): void {
  const group = groups.get(key);
  group?.delete(thread);
  if (group?.size === 0) groups.delete(key);
}
