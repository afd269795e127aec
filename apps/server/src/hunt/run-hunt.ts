import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { HuntResult } from '@breakwater/model';
import type { EventPart } from '@breakwater/store';
import type { HuntAnswer, HuntPlan, HuntRequest, HuntTally } from './hunt-plan.ts';
import { merge } from './merge.ts';

export interface HuntRun {
  readonly plan: HuntPlan;
  /** In the order in which events came, when `isOrdered` is to mean something. */
  readonly parts: readonly EventPart[];
  /** One thread takes all parts in turn: for rules that count over several events. */
  readonly isOrdered: boolean;
  readonly threads?: number;
  /** 0 to 1. */
  readonly onProgress: (progress: number) => void;
  /** Ends the hunt after the parts in hand; the result then is incomplete. */
  readonly signal: AbortSignal;
}

/**
 * Runs the rules of a plan over parts of the stored events, on every core.
 * @throws Error when a thread dies
 */
export async function runHunt(run: HuntRun): Promise<HuntResult> {
  const { plan, parts, signal } = run;
  const wanted = run.isOrdered ? 1 : (run.threads ?? availableParallelism());
  const gaps: string[] = [];
  const tallies: HuntTally[] = [];
  let next = 0;
  let done = 0;
  let scanned = 0;

  async function work(): Promise<void> {
    const thread = new HuntThread(plan);
    try {
      for (let part = parts[next++]; part !== undefined && !signal.aborted; part = parts[next++]) {
        const answer = await thread.ask({ kind: 'part', part });
        if (answer.kind !== 'part') throw new Error('a hunt thread answered out of turn');
        scanned += answer.scanned;
        if (answer.failure !== undefined) gaps.push(answer.failure);
        done += 1;
        run.onProgress(done / parts.length);
      }
      const answer = await thread.ask({ kind: 'tally' });
      if (answer.kind === 'tally') tallies.push(answer.tally);
    } finally {
      await thread.close();
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, Math.min(wanted, parts.length)) }, work));
  if (signal.aborted) gaps.push(`stopped after ${done} of ${parts.length} parts`);
  return merge(tallies, { scanned, stepMs: plan.stepMs, gaps });
}

/** One thread, asked one thing at a time. */
class HuntThread {
  readonly #worker: Worker;
  #settle:
    | { readonly resolve: (answer: HuntAnswer) => void; readonly reject: (error: Error) => void }
    | undefined;
  #death: Error | undefined;

  constructor(plan: HuntPlan) {
    this.#worker = new Worker(new URL('./hunt-worker.ts', import.meta.url), { workerData: plan });
    this.#worker.on('message', (answer: HuntAnswer) => this.#settle?.resolve(answer));
    this.#worker.on('error', (error) => this.#die(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => this.#die(new Error(`a hunt thread ended with code ${code}`)));
  }

  ask(request: HuntRequest): Promise<HuntAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) throw this.#death;
      this.#settle = { resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(error: Error): void {
    this.#death ??= error;
    this.#settle?.reject(this.#death);
  }
}
