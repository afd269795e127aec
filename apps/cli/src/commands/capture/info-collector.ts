import type {
  CaptureEvent,
  CaptureHandler,
  CaptureSummary,
  Container,
  MachineInfo,
  Task,
} from '@breakwater/capture';
import { EventTimes, System } from '@breakwater/capture';
import { type Engine, formatTime } from '@breakwater/rules';
import { CapturedEvent } from '@breakwater/sources';
import { AlertTally } from './alert-tally.ts';
import type { CaptureInfo, ContainerFacts, LossFacts, MachineFacts, UserFacts } from './capture-info.ts';
import { PeerTally } from './peer-tally.ts';
import { ProcessTally } from './process-tally.ts';
import { Tally } from './tally.ts';

const maxNames = 10_000;
const unknownUser = 0xffff_ffff;

interface CountedContainer {
  readonly id: string;
  events: number;
  known: Container | undefined;
}

interface CountedUser {
  readonly uid: number;
  events: number;
  name?: string;
}

/** Gathers what a capture holds while it is read. Memory does not grow with its length. */
export class InfoCollector {
  readonly #system: System;
  readonly #types = new Tally<string, { readonly type: string; events: number }>(maxNames, (type) => ({
    type,
    events: 0,
  }));
  readonly #processes = new ProcessTally();
  readonly #peers = new PeerTally();
  readonly #containers = new Tally<string, CountedContainer>(maxNames, (id) => ({
    id,
    events: 0,
    known: undefined,
  }));
  readonly #users = new Tally<number, CountedUser>(maxNames, (uid) => ({ uid, events: 0 }));
  readonly #serverPorts = new Set<number>();
  readonly #alerts: AlertTally | undefined;
  #machine: MachineInfo | undefined;
  #captured: CapturedEvent | undefined;
  readonly #times = new EventTimes();
  #first: bigint | undefined;
  #last = 0n;
  #enter = 0;
  /** Events of a cut that are shown to nobody. */
  #stateOnly = 0;
  #drops = 0;

  /** With an engine the alerts of its rules are counted. `tasks`: those of ECS whose containers may be seen. */
  constructor(engine?: Engine, tasks: readonly Task[] = []) {
    this.#system = new System({}, tasks);
    this.#alerts = engine === undefined ? undefined : new AlertTally(engine);
  }

  handler(): CaptureHandler {
    const state = this.#system.handler();
    return {
      ...state,
      onSection: () => {
        this.#nameAll();
        this.#processes.forget();
        state.onSection?.();
      },
      onMachine: (machine) => {
        this.#machine ??= machine;
        state.onMachine?.(machine);
      },
      onEvent: (event) => this.#count(event),
    };
  }

  #count(event: CaptureEvent): void {
    const system = this.#system;
    // Converted events of old captures lie in objects of their own.
    if (this.#captured?.record.event !== event) this.#captured = new CapturedEvent({ event, system });
    const captured = this.#captured;
    if (event.isStateOnly) {
      this.#stateOnly += 1;
      system.before(event);
      system.after();
      return;
    }
    const { time } = event;
    this.#date(time);
    const isShown = system.before(event);
    const counted = this.#types.get(captured.type);
    if (counted !== undefined) counted.events += 1;
    if (!isShown) this.#enter += 1;
    if (event.type.name === 'drop') this.#drops += 1;
    this.#countActor();
    this.#processes.count(event, system);
    if (isShown) {
      this.#peers.count(event, system);
      this.#alerts?.count(captured);
    }
    system.after();
  }

  #date(time: bigint): void {
    // What came before the first time that can be had none.
    if (this.#times.anchors(time)) {
      this.#first = undefined;
      this.#last = 0n;
    }
    if (!this.#times.accepts(time)) return;
    if (this.#first === undefined || time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
  }

  #countActor(): void {
    const { thread, containers } = this.#system;
    if (thread === undefined) return;
    const user = thread.uid === unknownUser ? undefined : this.#users.get(thread.uid);
    if (user !== undefined) user.events += 1;
    const container = thread.container === '' ? undefined : this.#containers.get(thread.container);
    if (container === undefined) return;
    container.events += 1;
    // The state forgets those that were removed.
    container.known ??= containers.get(container.id);
  }

  /** Takes names and metadata from the state, which may have come after the first event. */
  #nameAll(): void {
    const { containers, users, serverPorts } = this.#system;
    for (const container of this.#containers.values()) {
      const known = containers.get(container.id);
      if (known !== undefined) container.known = known;
    }
    for (const user of this.#users.values()) {
      const name = users.get(user.uid)?.name;
      if (name !== undefined) user.name = name;
    }
    for (const port of serverPorts) this.#serverPorts.add(port);
  }

  /** What was gathered, once reading has ended. */
  finish(file: string, fileBytes: number, summary: CaptureSummary): CaptureInfo {
    this.#nameAll();
    const { sections, blocks, bytes, events, problem } = summary;
    const alerts = this.#alerts?.facts();
    return {
      file,
      fileBytes,
      ...(this.#machine === undefined ? {} : { machine: machineFacts(this.#machine) }),
      format: { sections, blocks, bytes },
      ...(this.#first === undefined ? {} : { time: timeFacts(this.#first, this.#last) }),
      events: {
        total: events - this.#stateOnly,
        enter: this.#enter,
        byType: mostFrequent(this.#types.values()),
      },
      processes: this.#processes.facts(),
      containers: mostFrequent(this.#containers.values()).map(containerFacts),
      users: mostFrequent<UserFacts>(this.#users.values()),
      network: {
        peers: this.#peers.facts(),
        serverPorts: [...this.#serverPorts].sort((a, b) => a - b),
      },
      losses: this.#losses(summary),
      ...(alerts === undefined ? {} : { alerts }),
      ...(problem === undefined
        ? {}
        : { partial: { reason: problem.message, block: problem.block, offset: problem.offset } }),
    };
  }

  #losses({ unknownEvents }: CaptureSummary): LossFacts {
    const { threads, containers, droppedIdentities } = this.#system;
    const tallies = [this.#types, this.#processes, this.#containers, this.#users, this.#peers];
    return {
      dropEvents: this.#drops,
      unknownEvents,
      misdated: this.#times.misdated,
      threadsDropped: threads.droppedThreads,
      descriptorsDropped: threads.droppedDescriptors,
      containersDropped: containers.dropped,
      namesDropped: droppedIdentities,
      uncounted: tallies.reduce((sum, { beyond }) => sum + beyond, 0),
    };
  }
}

function machineFacts({ hostname, cpus, memoryBytes, bootTime }: MachineInfo): MachineFacts {
  // Some writers leave the boot time out, others write a number that is none.
  const isTime = bootTime > 0n && bootTime < 2n ** 63n;
  return { hostname, cpus, memoryBytes, ...(isTime ? { bootTime: formatTime(bootTime) } : {}) };
}

function timeFacts(first: bigint, last: bigint): NonNullable<CaptureInfo['time']> {
  return { first: formatTime(first), last: formatTime(last), seconds: Number(last - first) / 1e9 };
}

function mostFrequent<Value extends { readonly events: number }>(values: readonly Value[]): readonly Value[] {
  return values.toSorted((a, b) => b.events - a.events);
}

function containerFacts({ id, events, known }: CountedContainer): ContainerFacts {
  if (known === undefined) return { id, events };
  const { name, image, type, task } = known;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(image === undefined ? {} : { image }),
    ...(type === undefined ? {} : { type }),
    ...(task === undefined ? {} : { task }),
    events,
  };
}
