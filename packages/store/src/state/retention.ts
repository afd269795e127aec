import { everything, type Filter } from '@breakwater/model';
import { metricSamples } from './collections/metric-sample.ts';
import { sessions } from './collections/session.ts';
import { tasks } from './collections/task.ts';
import type { StateStore } from './state-store.ts';

/** How long records are kept, in milliseconds; what is absent is kept for good. */
export interface StateRetention {
  readonly metricSamplesMs?: number;
  /** Counted from the time when the task stopped; running tasks stay. */
  readonly stoppedTasksMs?: number;
}

/** Removes what is older than its retention at `now` and sessions that have expired; how many records. */
export function applyStateRetention(
  store: StateStore,
  retention: StateRetention,
  now: number,
): Promise<number> {
  return store.transaction(async (transaction) => {
    let deleted = await transaction.table(sessions).deleteWhere(before('expiresAt', now));
    if (retention.metricSamplesMs !== undefined) {
      const old = before('time', now - retention.metricSamplesMs);
      deleted += await transaction.table(metricSamples, everything).deleteWhere(old);
    }
    if (retention.stoppedTasksMs !== undefined) {
      const old = before('stoppedAt', now - retention.stoppedTasksMs);
      deleted += await transaction.table(tasks, everything).deleteWhere(old);
    }
    return deleted;
  });
}

function before(field: string, time: number): Filter {
  return { op: '<', field, value: time };
}
