import type { CaptureEvent } from '../../capture-event.ts';
import type { CaptureHandler } from '../../capture-reader.ts';
import { eventFlag, eventTypes } from '../../schema/schema.ts';
import { parsers } from '../../state/parsers/index.ts';
import { System } from '../../state/system.ts';
import type { Task } from '../../state/task.ts';
import type { StateLimits } from '../../state/threads.ts';
import { CaptureWriter } from '../capture-writer.ts';
import { type Redaction, redactEvent } from '../redact/redaction.ts';
import type { CutPlan, SectionPlan, Selection } from './plan.ts';
import { writeSnapshot } from './snapshot.ts';

/** What was written. */
export interface CutSummary {
  readonly sections: number;
  readonly events: number;
  /** Events that are only there for the state of the others. */
  readonly stateEvents: number;
  readonly threads: number;
  readonly descriptors: number;
  /** Bytes before compression. */
  readonly bytes: number;
  /** Times of the first and the last event that is kept. */
  readonly first: bigint;
  readonly last: bigint;
}

const stateOnly = 1;
const clones = new Set(['clone', 'clone3', 'fork', 'vfork']);
const changesState = eventTypes.map(
  ({ code, flags }) => parsers[code] !== undefined || (flags & eventFlag.modifiesState) !== 0,
);
/** Told by no thread: of users, groups and containers. */
const isMeta = eventTypes.map(({ origin }) => !/SYSCALL|TRACEPOINT/.test(origin));
/** Calls that change another thread, whose id is that parameter. */
const targets = new Map([
  ['setpgid', 1],
  ['prlimit', 5],
]);

/**
 * Reads a capture for the second time and writes the cut: each section begins with the state at its first event;
 * then come the events that are kept, and those for the state alone that the kept ones depend on.
 */
export class CutWriter {
  readonly #system: System;
  readonly #plan: CutPlan;
  readonly #select: Selection;
  readonly #writer: CaptureWriter;
  readonly #redaction: Redaction | undefined;
  #ordinal = 0;
  #section: SectionPlan | undefined;
  #isBegun = false;
  /** Threads that events of the cut tell the begin of. */
  readonly #made = new Set<number>();
  #left: number;
  readonly #summary = {
    sections: 0,
    events: 0,
    stateEvents: 0,
    threads: 0,
    descriptors: 0,
    bytes: 0,
    first: 0n,
    last: 0n,
  };

  /** `write` is handed whole blocks; the bytes are valid during the call. */
  constructor(
    plan: CutPlan,
    select: Selection,
    write: (bytes: Uint8Array) => void,
    options: {
      readonly redaction?: Redaction;
      readonly tasks?: readonly Task[];
      readonly limits?: Partial<StateLimits>;
    } = {},
  ) {
    this.#plan = plan;
    this.#left = plan.sections.size;
    this.#select = select;
    this.#system = new System(options.limits, options.tasks);
    this.#redaction = options.redaction;
    this.#writer = new CaptureWriter((bytes) => {
      this.#summary.bytes += bytes.length;
      write(bytes);
    });
  }

  /** Everything is written. */
  get isDone(): boolean {
    return this.#left === 0;
  }

  get summary(): CutSummary {
    return this.#summary;
  }

  handler(): CaptureHandler {
    const state = this.#system.handler();
    return {
      ...state,
      onSection: () => {
        state.onSection?.();
        this.#ordinal += 1;
        this.#section = this.#plan.sections.get(this.#ordinal);
        this.#isBegun = false;
        this.#made.clear();
      },
      onEvent: (event) => {
        if (this.#section !== undefined) this.#read(event, this.#section);
      },
    };
  }

  #read(event: CaptureEvent, { start, last }: SectionPlan): void {
    const system = this.#system;
    if (event.number >= start && !this.#isBegun) this.#begin(event);
    const { size } = system.threads;
    const isShown = system.before(event);
    const place = this.#select(event, system, isShown);
    if (this.#isBegun) {
      const isNew = system.threads.size !== size;
      if (place === 'kept' && !event.isStateOnly) this.#keep(event);
      else if (this.#isNeeded(event, isNew)) this.#write(event, stateOnly);
    }
    system.after();
    if (event.number < last) return;
    this.#section = undefined;
    this.#left -= 1;
  }

  #begin(event: CaptureEvent): void {
    this.#isBegun = true;
    this.#system.complete();
    const { relevance } = this.#plan;
    const size = writeSnapshot(this.#writer, this.#system, relevance, event, this.#redaction);
    this.#summary.sections += 1;
    this.#summary.threads += size.threads;
    this.#summary.descriptors += size.descriptors;
    this.#summary.stateEvents += size.events;
  }

  /** Whether what is kept depends on an event that is not. */
  #isNeeded(event: CaptureEvent, isNew: boolean): boolean {
    const { code, type } = event;
    if (isMeta[code] === true) return changesState[code] === true;
    if (changesState[code] !== true && !isNew) return false;
    const { relevance } = this.#plan;
    const { thread } = this.#system;
    if (thread !== undefined && relevance.needs(thread, event)) return true;
    // Who was made by an event of the cut must go again.
    if (type.name === 'procexit' && this.#made.delete(event.tid)) return true;
    const target = targets.get(type.name);
    return target !== undefined && relevance.hasId(event.i64(target));
  }

  #keep(event: CaptureEvent): void {
    const summary = this.#summary;
    if (summary.events === 0 || event.time < summary.first) summary.first = event.time;
    if (event.time > summary.last) summary.last = event.time;
    summary.events += 1;
    this.#write(event, 0);
  }

  #write(event: CaptureEvent, dumpFlags: number): void {
    if (dumpFlags !== 0) this.#summary.stateEvents += 1;
    if (clones.has(event.type.name) && event.i64(0) > 0) this.#made.add(event.i64(0));
    const redaction = this.#redaction;
    if (redaction === undefined) {
      this.#writer.copy(event, dumpFlags);
      return;
    }
    const { time, tid, code, cpu } = event;
    const parameters = redactEvent(event, redaction);
    this.#writer.event({ time, tid, code, cpu, dumpFlags, parameters });
  }
}
