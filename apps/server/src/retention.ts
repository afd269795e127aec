import { applyStateRetention, policyActions } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import type { ServerContext } from './context.ts';
import type { RetentionOptions } from './options.ts';

const dayMs = 86_400_000;
const intervalMs = 3_600_000;
const finishedJobDays = 14;
/** What policies did; the audit log keeps it for good. */
const actionDays = 90;

/** Removes what is older or larger than wanted, at once and then every hour. @returns a function that stops it */
export function keepRetention(
  { state, events, jobs, now }: Pick<ServerContext, 'state' | 'events' | 'jobs' | 'now'>,
  options: RetentionOptions,
  logger: FastifyBaseLogger,
): () => void {
  async function apply(): Promise<void> {
    try {
      await events.retain({ before: now() - options.eventDays * dayMs, maxBytes: options.eventBytes });
      const limits = {
        stoppedTasksMs: options.stoppedTaskDays * dayMs,
        metricSamplesMs: options.metricDays * dayMs,
      };
      await applyStateRetention(state, limits, now());
      const oldActions = { op: '<', field: 'createdAt', value: now() - actionDays * dayMs } as const;
      await state.transaction((transaction) => transaction.table(policyActions).deleteWhere(oldActions));
      await jobs.deleteFinishedBefore(now() - finishedJobDays * dayMs);
    } catch (error) {
      logger.error({ err: error }, 'retention failed; it is tried again in an hour');
    }
  }
  void apply();
  const timer = setInterval(apply, intervalMs);
  return () => clearInterval(timer);
}
