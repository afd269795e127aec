import type { CaptureEvent } from '../../capture-event.ts';
import { eventTypes } from '../../schema/schema.ts';
import type { System } from '../../state/system.ts';
import { type Thread, threadFlag } from '../../state/thread.ts';

/** A thread and who made it, for as long as something that it made lives. */
interface Origin {
  readonly tid: number;
  readonly pid: number;
  readonly creator: Origin | undefined;
  /** How many made each other before. */
  readonly depth: number;
  isMarked: boolean;
}

const unknownId = -1;
/** Beyond so many ids every thread counts as relevant: more is kept than is needed, never less. */
const maxIds = 1_000_000;
/** The same for threads of which each made the next. */
const maxDepth = 100_000;
const clones = new Set(['clone', 'clone3', 'fork', 'vfork']);
const structural = new Set([...clones, 'execve', 'execveat', 'procexit', 'prctl']);
/** By event code: the parameters that are ids of threads. */
const idParameters = eventTypes.map(({ parameters }) =>
  parameters.flatMap(({ type }, index) => (type === 'pid' || type === 'pid32' ? [index] : [])),
);
const bindName = 'bind';
const getfdName = 'pidfd_getfd';

/**
 * The threads that events depend on: those that they are of, their processes and ancestors, and those that made
 * them, which they have their descriptors and directories from. Also the containers that they run in.
 */
export class Relevance {
  readonly #ids = new Set<number>();
  /** Threads that events name: who they are is all that is asked of them. */
  readonly #named = new Set<number>();
  readonly #containers = new Set<string>();
  readonly #origins = new WeakMap<Thread, Origin>();
  /** Threads that were gone through since the relations between threads changed last. */
  readonly #seen = new Set<Thread>();
  #isEverything = false;

  has({ tid, pid }: { readonly tid: number; readonly pid: number }): boolean {
    if (this.#isEverything || this.#ids.has(tid)) return true;
    return pid !== unknownId && this.#ids.has(pid);
  }

  /** Whether an event of the thread tells what is asked of it. */
  needs(thread: Thread, { type }: CaptureEvent): boolean {
    return this.has(thread) || (structural.has(type.name) && this.#named.has(thread.tid));
  }

  isNamed({ tid }: Thread): boolean {
    return this.#named.has(tid);
  }

  hasId(id: number): boolean {
    return this.#isEverything || this.#ids.has(id);
  }

  hasContainer(id: string): boolean {
    return this.#isEverything || this.#containers.has(id);
  }

  everything(): void {
    this.#isEverything = true;
  }

  /** Learns who made whom; to be told of every event once the state is up to it. */
  follow(system: System, event: CaptureEvent): void {
    const { name } = event.type;
    if (structural.has(name)) this.#seen.clear();
    if (clones.has(name)) this.#learnOrigin(system, event);
    const { thread, threads } = system;
    if (thread === undefined) return;
    // The ports that servers are bound to tell the ends of every connection.
    if (name === bindName) this.mark(system, thread);
    if (name !== getfdName) return;
    const owner = threads.leaderOf(thread).fds.get(event.fd(1));
    const target = owner === undefined ? undefined : threads.get(owner.inode);
    if (target !== undefined) this.mark(system, target);
  }

  /** The event is kept. */
  keep(system: System, event: CaptureEvent): void {
    if (system.thread !== undefined) this.mark(system, system.thread);
    for (const index of idParameters[event.code] ?? []) {
      const id = event.length(index) === 4 ? event.i32(index) : event.i64(index);
      if (id > 0) this.#named.add(id);
    }
    if (this.#named.size > maxIds) this.#isEverything = true;
  }

  /** The thread matters, and what it depends on. */
  mark(system: System, thread: Thread): void {
    if (this.#isEverything || this.#seen.has(thread)) return;
    this.#seen.add(thread);
    const { threads } = system;
    this.#containers.add(thread.container);
    for (const one of [
      thread,
      threads.leaderOf(thread),
      ...threads.ancestorsOf(thread),
      ...threads.lineageOf(thread),
    ]) {
      this.#add(one.tid);
      this.#add(one.pid);
      this.#add(one.ptid);
      this.#markOrigins(this.#originOf(one));
    }
  }

  #learnOrigin({ threads, thread }: System, event: CaptureEvent): void {
    if (thread === undefined) return;
    const result = event.i64(0);
    const child = result > 0 ? threads.get(result) : thread;
    if (result < 0 || child === undefined) return;
    const isThread = (child.flags & threadFlag.cloneThread) !== 0;
    const creator = result > 0 ? thread : threads.get(isThread ? child.pid : child.ptid);
    if (creator === undefined || creator === child) return;
    if (this.#origins.has(child)) return;
    const { tid, pid } = child;
    const made = this.#originOf(creator);
    if (made.depth >= maxDepth) this.#isEverything = true;
    else this.#origins.set(child, { tid, pid, creator: made, depth: made.depth + 1, isMarked: false });
  }

  #originOf(thread: Thread): Origin {
    let origin = this.#origins.get(thread);
    if (origin === undefined) {
      const { tid, pid } = thread;
      origin = { tid, pid, creator: undefined, depth: 0, isMarked: false };
      this.#origins.set(thread, origin);
    }
    return origin;
  }

  #markOrigins(first: Origin): void {
    for (let origin: Origin | undefined = first; origin?.isMarked === false; origin = origin.creator) {
      origin.isMarked = true;
      this.#add(origin.tid);
      this.#add(origin.pid);
    }
  }

  #add(id: number): void {
    this.#ids.add(id);
    if (this.#ids.size > maxIds) this.#isEverything = true;
  }
}
