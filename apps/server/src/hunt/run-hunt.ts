import { availableParallelism } from 'node:os';
import type { HuntResult } from '@breakwater/model';
import type { EventPart } from '@breakwater/store';
import { WorkerThread } from '../worker-thread.ts';
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

const script = new URL('./hunt-worker.ts', import.meta.url);

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
    const thread = new WorkerThread<HuntRequest, HuntAnswer>(script, { workerData: plan });
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
