import type { CaptureEvent } from '../../capture-event.ts';
import type { CaptureHandler } from '../../capture-reader.ts';
import { System } from '../../state/system.ts';
import type { Task } from '../../state/task.ts';
import type { StateLimits } from '../../state/threads.ts';
import { Relevance } from './relevance.ts';

/**
 * What a cut does with an event: `kept` is in it; `before` is before its begin, so that the state at the begin tells
 * of it; `left` is out of it; at `end` no more will be kept.
 */
export type Place = 'before' | 'kept' | 'left' | 'end';

/**
 * Chooses the events of a cut. Called once for each event in their order, with the state of the system at the event;
 * `isShown`: rules would see the event. It is asked twice over a capture: each time by one of its own.
 */
export type Selection = (event: CaptureEvent, system: System, isShown: boolean) => Place;

/** The events of a section that the cut reaches from and to. */
export interface SectionPlan {
  /** Number of the event that the state is written before. */
  readonly start: number;
  /** Number of the last event that is kept. */
  readonly last: number;
}

/** What the first reading of a capture finds out for the second. */
export interface CutPlan {
  /** By the number of the section, from 1; those that nothing is kept of are absent. */
  readonly sections: ReadonlyMap<number, SectionPlan>;
  readonly kept: number;
  readonly relevance: Relevance;
}

const maxSections = 65_536;

/** Reads a capture for the first time: which events are kept, and which threads they depend on. */
export class CutPlanner {
  readonly #system: System;
  readonly #select: Selection;
  readonly #relevance = new Relevance();
  readonly #sections = new Map<number, SectionPlan>();
  #section = 0;
  #start = 0;
  #kept = 0;
  /** No event that comes will be kept. */
  isDone = false;
  /** Sections with events to keep that were too many. */
  droppedSections = 0;

  /** `tasks`: of what ECS said beside the capture, for what is selected by it. */
  constructor(
    select: Selection,
    { tasks, limits }: { readonly tasks?: readonly Task[]; readonly limits?: Partial<StateLimits> } = {},
  ) {
    this.#select = select;
    this.#system = new System(limits, tasks);
  }

  /** Threads, descriptors, containers, users and groups that found no room in the state. */
  get dropped(): number {
    return this.#system.threads.dropped + this.#system.containers.dropped;
  }

  handler(): CaptureHandler {
    const state = this.#system.handler();
    return {
      ...state,
      onSection: () => {
        state.onSection?.();
        this.#section += 1;
        this.#start = 0;
      },
      onEvent: (event) => {
        if (!this.isDone) this.#look(event);
      },
    };
  }

  plan(): CutPlan {
    return { sections: this.#sections, kept: this.#kept, relevance: this.#relevance };
  }

  #look(event: CaptureEvent): void {
    const system = this.#system;
    const isShown = system.before(event);
    const place = this.#select(event, system, isShown);
    this.#relevance.follow(system, event);
    if (place === 'end') this.isDone = true;
    else if (place !== 'before' && this.#start === 0) this.#start = event.number;
    if (place === 'kept' && !event.isStateOnly) this.#keep(event);
    system.after();
  }

  #keep(event: CaptureEvent): void {
    const last = event.number;
    if (this.#sections.size >= maxSections && !this.#sections.has(this.#section)) {
      this.droppedSections += 1;
      return;
    }
    this.#sections.set(this.#section, { start: this.#start, last });
    this.#kept += 1;
    this.#relevance.keep(this.#system, event);
  }
}
