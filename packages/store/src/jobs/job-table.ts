export type JobStatus = 'queued' | 'leased' | 'completed' | 'failed' | 'cancelled';

/** A piece of long work: a scan, a discovery, an assessment. Times are milliseconds since the epoch. */
export interface Job {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
  /** At most one unfinished job of a type has the same dedupe key. */
  readonly dedupeKey?: string;
  readonly status: JobStatus;
  /** Not before this time. */
  readonly runAt: number;
  /** How often it was started. */
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly worker?: string;
  readonly leaseUntil?: number;
  readonly lastError?: string;
  readonly result?: unknown;
  readonly createdAt: number;
  readonly finishedAt?: number;
}

export interface EnqueueOptions {
  readonly dedupeKey?: string;
  /** Now when absent. */
  readonly runAt?: number;
  /** 5 when absent. */
  readonly maxAttempts?: number;
}

export interface JobQuery {
  readonly types?: readonly string[];
  readonly statuses?: readonly JobStatus[];
  readonly limit?: number;
  readonly cursor?: string;
}

export interface JobPage {
  readonly jobs: readonly Job[];
  readonly total: number;
  readonly next?: string;
}

/**
 * Work that survives the worker: a job is leased for a time, and a lease that runs out is taken over. A job
 * runs at least once, so its work must be repeatable. `leased` arguments are the job as `lease` or `renew`
 * returned it; they throw LeaseLost when another worker has it by now or it was cancelled.
 * Every implementation passes `job-table.suite.ts`.
 */
export interface JobTable {
  /** The new job, or the unfinished one with the same type and dedupe key. */
  enqueue(type: string, payload: unknown, options?: EnqueueOptions): Promise<Job>;
  /** The job that is due longest among the types; undefined when none is. */
  lease(worker: string, types: readonly string[], leaseMs: number): Promise<Job | undefined>;
  renew(leased: Job, leaseMs: number): Promise<Job>;
  complete(leased: Job, result?: unknown): Promise<Job>;
  /** Queued again after a back-off, or failed for good when the attempts are used up. */
  fail(leased: Job, error: string): Promise<Job>;
  /** False when it is already finished or unknown. */
  cancel(id: string): Promise<boolean>;
  get(id: string): Promise<Job | undefined>;
  /** Newest first. */
  list(query?: JobQuery): Promise<JobPage>;
  /** Removes jobs that finished before the time; how many. */
  deleteFinishedBefore(time: number): Promise<number>;
}
