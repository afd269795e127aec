import type { Job } from '../../jobs/job-table.ts';
import type { GlobalCollection } from '../collection.ts';

/** The rows of the job table; used through `JobTable` only. */
export const jobs: GlobalCollection<Job> = {
  kind: 'global',
  name: 'jobs',
  key: (job) => job.id,
  columns: {
    type: { type: 'text', value: (job) => job.type, isRequired: true },
    dedupeKey: { type: 'text', value: (job) => job.dedupeKey },
    status: { type: 'text', value: (job) => job.status, isRequired: true },
    /** When a worker may take it: its time, or the end of the lease. Absent when finished. */
    dueAt: {
      type: 'time',
      value: (job) =>
        job.status === 'queued' ? job.runAt : job.status === 'leased' ? job.leaseUntil : undefined,
    },
    createdAt: { type: 'time', value: (job) => job.createdAt, isRequired: true },
    finishedAt: { type: 'time', value: (job) => job.finishedAt },
  },
};
