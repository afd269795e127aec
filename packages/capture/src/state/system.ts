import type { CaptureEvent } from '../capture-event.ts';
import type { CaptureHandler } from '../capture-reader.ts';
import type { InterfaceEntry } from '../lists/interfaces.ts';
import type { MachineInfo } from '../lists/machine.ts';
import type { GroupEntry, UserEntry } from '../lists/users.ts';
import { eventFlag, eventTypes } from '../schema/schema.ts';
import { type Container, Containers } from './containers.ts';
import type { Descriptor } from './descriptor.ts';
import { descriptorOf, guessRole, threadOf } from './initial.ts';
import { parsers } from './parsers/index.ts';
import { removeThread } from './remove-thread.ts';
import type { Task } from './task.ts';
import type { Thread } from './thread.ts';
import { defaultStateLimits, type StateLimits, Threads } from './threads.ts';

/** Events that tell of no system call of a thread, or must not make one up: no thread is invented for them. */
const noLookup = new Set(['switch', 'procexit', 'clone', 'clone3', 'fork', 'vfork']);

const { usesFd, skipParserReset } = eventFlag;
const codes = eventTypes.map((type) => ({
  fdParameter: (type.flags & usesFd) !== 0 ? type.fdParameter : -1,
  hasThread:
    type.name === 'procinfo' ||
    (/SYSCALL|TRACEPOINT/.test(type.origin) && (type.flags & skipParserReset) === 0),
  isInvented: !noLookup.has(type.name) && type.name !== 'procinfo',
  /** Enter events are only looked at by the state; rules are about what has happened. */
  isEnter: type.code % 2 === 0 && /SYSCALL/.test(type.origin) && type.name !== 'procexit',
}));

/** Who there is, by id. */
export interface Identities {
  readonly users: Map<number, UserEntry>;
  readonly groups: Map<number, GroupEntry>;
}

/** Containers beyond that number are not remembered. */
const maxContainers = 65_536;

/**
 * The system that a capture tells of: threads, descriptors, users, containers, as they are at an event. Before the
 * rules look at an event `before` brings the state up to it; `after` takes away what it ended.
 */
export class System {
  readonly threads: Threads;
  /** Of the machine; those of containers are in `identities`. */
  readonly users: Map<number, UserEntry> = new Map();
  readonly groups: Map<number, GroupEntry> = new Map();
  /** Users and groups of containers by the container's id. */
  readonly identities: Map<string, Identities> = new Map();
  readonly containers: Containers;
  /** The container that the event of that number told of. */
  told: { readonly number: number; readonly container: Container } | undefined;
  /** Tasks of ECS that the captures themselves do not tell of. */
  readonly tasks: ReadonlyMap<string, Task>;
  readonly interfaces: InterfaceEntry[] = [];
  machine: MachineInfo | undefined;
  /** Ports that servers listen on, as far as it was seen. */
  readonly serverPorts: Set<number> = new Set();

  /** When the first event was, in nanoseconds since the epoch. */
  begin: bigint | undefined;

  /** Of the event at hand. */
  thread: Thread | undefined;
  descriptor: Descriptor | undefined;
  /** The descriptor's number; undefined: the event is about none. */
  fd: number | undefined;
  isNameChanged = false;
  /** Users and groups that found no room. */
  droppedIdentities = 0;

  /** The path that an event without a descriptor is about: an open that failed. */
  path: string | undefined;
  /** The same as the call gave it. */
  pathRaw: string | undefined;
  readonly removedFds: number[] = [];
  removedThread: Thread | undefined;
  /** Who gets the children of that thread, as far as the event says so. */
  reaper = 0;

  /** Whether the state at the begin of the section is complete. */
  #isComplete = false;

  constructor(limits: Partial<StateLimits> = {}, tasks: readonly Task[] = []) {
    this.threads = new Threads({ ...defaultStateLimits, ...limits });
    this.containers = new Containers(tasks.flatMap((task) => task.containers));
    this.tasks = new Map(tasks.map((task) => [task.id, task]));
  }

  /** What a reader tells, but for events. */
  handler(): Omit<CaptureHandler, 'onEvent'> {
    return {
      onSection: () => this.#clear(),
      onMachine: (machine) => {
        this.machine = machine;
      },
      onProcess: (process) => this.threads.add(threadOf(process)),
      onDescriptor: (tid, entry) => {
        const thread = this.threads.get(tid);
        const descriptor = descriptorOf(entry, this.interfaces);
        if (entry.type === 'ipv4-server' || entry.type === 'ipv6-server')
          this.serverPorts.add(entry.ports[0] ?? 0);
        if (thread !== undefined) this.threads.setDescriptor(thread, entry.fd, descriptor);
      },
      onInterface: (network) => this.interfaces.push(network),
      onUser: (user) => this.users.set(user.uid, user),
      onGroup: (group) => this.groups.set(group.gid, group),
    };
  }

  /** Brings the state up to the event. False: the event is of no concern to rules. */
  before(event: CaptureEvent): boolean {
    this.complete();
    this.begin ??= event.time;
    const { code } = event;
    const known = codes[code];
    this.descriptor = undefined;
    this.fd = undefined;
    this.thread = undefined;
    this.isNameChanged = false;
    this.path = undefined;
    this.pathRaw = undefined;
    if (known === undefined) return false;
    const { threads } = this;
    if (known.hasThread) {
      this.thread = known.isInvented ? threads.getOrInvalid(event.tid) : threads.get(event.tid);
      if (known.fdParameter >= 0 && this.thread !== undefined) {
        this.fd = event.length(known.fdParameter) === 0 ? -1 : event.fd(known.fdParameter);
        this.descriptor = threads.mainOf(this.thread)?.fds.get(this.fd);
      }
    }
    parsers[code]?.(this, event);
    return !known.isEnter && !event.isStateOnly;
  }

  /** The users and groups that a container has, or the machine (an empty id). */
  identitiesOf(container: string): Identities {
    if (container === '') return this;
    let known = this.identities.get(container);
    if (known === undefined) {
      known = { users: new Map(), groups: new Map() };
      if (this.identities.size < maxContainers) this.identities.set(container, known);
    }
    return known;
  }

  after(): void {
    if (this.removedFds.length > 0) {
      const { thread } = this;
      const fds = thread === undefined ? undefined : this.threads.mainOf(thread)?.fds;
      if (fds !== undefined) for (const fd of this.removedFds) fds.delete(fd);
      this.removedFds.length = 0;
    }
    if (this.removedThread !== undefined) {
      removeThread(this, this.removedThread, this.reaper);
      this.removedThread = undefined;
    }
  }

  /** The lists are at their end: what they say together. The first event does so too. */
  complete(): void {
    if (this.#isComplete) return;
    this.#isComplete = true;
    for (const thread of [...this.threads.values()]) if (!thread.isInvalid) this.threads.settle(thread);
    for (const { fds } of this.threads.values()) {
      for (const descriptor of fds.values()) guessRole(descriptor, this.serverPorts);
    }
  }

  #clear(): void {
    this.#isComplete = false;
    this.threads.clear();
    this.users.clear();
    this.groups.clear();
    this.identities.clear();
    this.containers.clear();
    this.serverPorts.clear();
    this.interfaces.length = 0;
    this.machine = undefined;
  }
}
