import type { System, Thread } from '@breakwater/capture';

/** A process that the capture tells of. */
export interface Process {
  /** From 1, in the order in which the capture tells of them. */
  readonly number: number;
  readonly pid: number;
  /** Number of the parent; 0: not known. */
  readonly parent: number;
  name: string;
  exe: string;
  commandLine: string;
  user: string;
  container: number;
  /** Nanoseconds after the first event; undefined: before the capture. */
  readonly startedAt: number | undefined;
  /** Undefined: it lived on. */
  endedAt: number | undefined;
  /** Undefined: it did not end, or not by itself. */
  exitCode: number | undefined;
  /** The signal that ended it; 0: none. */
  signal: number;
  /** Session and terminal; 0: no terminal. */
  session: number;
  tty: number;
  events: number;
}

interface Entry {
  readonly process: Process;
  thread: Thread;
}

const unknownUser = 0xffff_ffff;

/** Processes by the id that they have at the moment. */
export class ProcessTable {
  readonly #byPid = new Map<number, Entry>();
  readonly #all: Process[] = [];
  readonly #most: number;
  /** Processes that found no room. */
  dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Processes that were there when the capture began. */
  addInitial(system: System, containerOf: (thread: Thread) => number): void {
    for (const thread of system.threads.values()) {
      const leader = system.threads.leaderOf(thread);
      if (!leader.isInvalid) this.of(leader, system, () => 0, containerOf);
    }
  }

  /** The process of a thread, made when it is new; undefined when there is no room for it. */
  of(
    thread: Thread,
    system: System,
    startOf: (thread: Thread) => number,
    containerOf: (thread: Thread) => number,
  ): Process | undefined {
    const leader = system.threads.leaderOf(thread);
    const known = this.#known(leader);
    if (known !== undefined) return known;
    const unknown = [leader];
    for (const ancestor of system.threads.ancestorsOf(leader)) {
      if (this.#known(ancestor) !== undefined) break;
      unknown.push(ancestor);
    }
    let process: Process | undefined;
    for (const one of unknown.reverse()) process = this.#add(one, system, startOf, containerOf);
    return process;
  }

  get(number: number): Process | undefined {
    return this.#all[number - 1];
  }

  values(): readonly Process[] {
    return this.#all;
  }

  #known(leader: Thread): Process | undefined {
    const entry = this.#byPid.get(pidOf(leader));
    if (entry === undefined || entry.thread === leader) return entry?.process;
    // The state may have made the thread anew; another process with the same id began at another time.
    if (entry.process.endedAt !== undefined || entry.thread.clonedAt !== leader.clonedAt) return undefined;
    entry.thread = leader;
    return entry.process;
  }

  #add(
    leader: Thread,
    system: System,
    startOf: (thread: Thread) => number,
    containerOf: (thread: Thread) => number,
  ): Process | undefined {
    if (this.#all.length >= this.#most) {
      this.dropped += 1;
      return undefined;
    }
    const parent = system.threads.parentOf(leader);
    const process: Process = {
      number: this.#all.length + 1,
      pid: pidOf(leader),
      parent: parent === undefined ? 0 : (this.#byPid.get(pidOf(parent))?.process.number ?? 0),
      name: '',
      exe: '',
      commandLine: '',
      user: '',
      container: 0,
      startedAt: leader.clonedAt === 0n ? undefined : startOf(leader),
      endedAt: undefined,
      exitCode: undefined,
      signal: 0,
      session: 0,
      tty: 0,
      events: 0,
    };
    this.#all.push(process);
    this.#byPid.set(process.pid, { process, thread: leader });
    describe(process, leader, system, containerOf);
    return process;
  }
}

function pidOf({ pid, tid }: Thread): number {
  return pid === -1 ? tid : pid;
}

/** What a process is now: it may have become another program or user. */
export function describe(
  process: Process,
  thread: Thread,
  system: System,
  containerOf: (thread: Thread) => number,
): void {
  process.name = thread.comm;
  process.exe = thread.exepath === '' ? thread.exe : thread.exepath;
  process.commandLine = commandLineOf(thread);
  process.user = userOf(thread, system);
  process.container = containerOf(thread);
  process.session = thread.sid;
  process.tty = thread.tty;
}

export function commandLineOf({ exe, comm, args }: Thread): string {
  const program = exe === '' || exe === '<NA>' ? comm : exe;
  return args.length === 0 ? program : `${program} ${args.join(' ')}`;
}

/** The name of the user, or the number where captures do not tell it. */
export function userOf({ uid, container }: Thread, system: System): string {
  if (uid === unknownUser) return '';
  const { users } = system.identitiesOf(container);
  return (users.get(uid) ?? system.users.get(uid))?.name ?? String(uid);
}
