import { randomUUID } from 'node:crypto';
import type { Filter } from '@breakwater/model';
import { Conflict, LeaseLost, StoreMisuse } from '../errors.ts';
import { jobs } from '../state/collections/job.ts';
import type { ListQuery, StateStore, Stored, Table } from '../state/state-store.ts';
import type { EnqueueOptions, Job, JobQuery, JobTable } from './job-table.ts';

export interface JobTableOptions {
  readonly now: () => number;
  /** Wait before the second attempt, doubled before every further one; 5 s when absent. */
  readonly backOffMs?: number;
  /** The longest wait; 15 minutes when absent. */
  readonly maxBackOffMs?: number;
}

const defaultMaxAttempts = 5;
const maxErrorLength = 4000;
const maxRaces = 50;

/** The job table in the state store, so that a job can be seen and backed up with everything else. */
export function createJobTable(store: StateStore, options: JobTableOptions): JobTable {
  const { now } = options;

  function write<T>(work: (table: Table<Job>) => Promise<T>): Promise<T> {
    return store.transaction((transaction) => work(transaction.table(jobs)));
  }

  async function enqueue(type: string, payload: unknown, wanted: EnqueueOptions = {}): Promise<Job> {
    const { dedupeKey, runAt = now(), maxAttempts = defaultMaxAttempts } = wanted;
    if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
      throw new StoreMisuse(`a job has at least one attempt, not ${maxAttempts}`);
    }
    return write(async (table) => {
      const same = dedupeKey === undefined ? undefined : await findUnfinished(table, type, dedupeKey);
      if (same !== undefined) return same.record;
      const stored = await table.insert({
        id: randomUUID(),
        type,
        payload,
        ...(dedupeKey === undefined ? {} : { dedupeKey }),
        status: 'queued',
        runAt,
        attempts: 0,
        maxAttempts,
        createdAt: now(),
      });
      return stored.record;
    });
  }

  /** Takes the first due job; a job whose worker died on its last attempt is failed on the way. */
  async function leaseOnce(
    worker: string,
    types: readonly string[],
    leaseMs: number,
  ): Promise<Job | undefined> {
    return write(async (table) => {
      for (;;) {
        const due = await findDue(table, types, now());
        if (due === undefined) return undefined;
        const job = due.record;
        if (job.attempts < job.maxAttempts) {
          const { lastError } = job.status === 'leased' ? { lastError: lostWorker(job) } : job;
          const leased: Job = {
            ...job,
            status: 'leased',
            worker,
            leaseUntil: now() + leaseMs,
            attempts: job.attempts + 1,
            ...(lastError === undefined ? {} : { lastError }),
          };
          return (await table.update(leased, due.version)).record;
        }
        await table.update(finished(job, 'failed', now(), { lastError: lostWorker(job) }), due.version);
      }
    });
  }

  async function lease(worker: string, types: readonly string[], leaseMs: number): Promise<Job | undefined> {
    if (!(leaseMs > 0)) throw new StoreMisuse(`a lease lasts longer than ${leaseMs} ms`);
    if (types.length === 0) return undefined;
    for (let race = 0; ; race += 1) {
      try {
        return await leaseOnce(worker, types, leaseMs);
      } catch (error) {
        // Where transactions run side by side, another worker was first: look again.
        if (!(error instanceof Conflict) || race >= maxRaces) throw error;
      }
    }
  }

  /** Changes the job if the caller still holds it. */
  function change(leased: Job, next: (held: Job) => Job): Promise<Job> {
    return write(async (table) => {
      const held = await table.get(leased.id);
      const isHeld =
        held?.record.status === 'leased' &&
        held.record.worker === leased.worker &&
        held.record.attempts === leased.attempts;
      if (!isHeld)
        throw new LeaseLost(`job ${leased.id} (${leased.type}) is no longer held by ${leased.worker}`);
      return (await table.update(next(held.record), held.version)).record;
    });
  }

  function failed(job: Job, error: string): Job {
    const lastError = error.slice(0, maxErrorLength);
    if (job.attempts >= job.maxAttempts) return finished(job, 'failed', now(), { lastError });
    const { backOffMs = 5000, maxBackOffMs = 900_000 } = options;
    const wait = Math.min(backOffMs * 2 ** (job.attempts - 1), maxBackOffMs);
    return { ...released(job), status: 'queued', runAt: now() + wait, lastError };
  }

  return {
    enqueue,
    lease,
    renew: (leased, leaseMs) => change(leased, (held) => ({ ...held, leaseUntil: now() + leaseMs })),
    complete: (leased, result) =>
      change(leased, (held) => finished(held, 'completed', now(), result === undefined ? {} : { result })),
    fail: (leased, error) => change(leased, (held) => failed(held, error)),
    cancel: (id) =>
      write(async (table) => {
        const found = await table.get(id);
        if (found === undefined || found.record.finishedAt !== undefined) return false;
        await table.update(finished(found.record, 'cancelled', now(), {}), found.version);
        return true;
      }),
    get: (id) => store.read(async (reader) => (await reader.table(jobs).get(id))?.record),
    list: (query = {}) =>
      store.read(async (reader) => {
        const { rows, ...rest } = await reader.table(jobs).list(listQuery(query));
        return { ...rest, jobs: rows.map((row) => row.record) };
      }),
    deleteFinishedBefore: (time) =>
      write((table) => table.deleteWhere({ op: '<', field: 'finishedAt', value: time })),
  };
}

async function findUnfinished(
  table: Table<Job>,
  type: string,
  dedupeKey: string,
): Promise<Stored<Job> | undefined> {
  const filter: Filter = {
    op: 'and',
    filters: [
      { op: '=', field: 'type', value: type },
      { op: '=', field: 'dedupeKey', value: dedupeKey },
      { op: 'in', field: 'status', value: ['queued', 'leased'] },
    ],
  };
  return (await table.list({ filter, limit: 1 })).rows[0];
}

async function findDue(
  table: Table<Job>,
  types: readonly string[],
  now: number,
): Promise<Stored<Job> | undefined> {
  const filter: Filter = {
    op: 'and',
    filters: [
      { op: 'in', field: 'type', value: types },
      { op: '<=', field: 'dueAt', value: now },
    ],
  };
  const sort = [{ column: 'dueAt', direction: 'ascending' }] as const;
  return (await table.list({ filter, sort, limit: 1 })).rows[0];
}

function listQuery(query: JobQuery): ListQuery {
  const { types, statuses, ...page } = query;
  const filters: Filter[] = [];
  if (types !== undefined) filters.push({ op: 'in', field: 'type', value: types });
  if (statuses !== undefined) filters.push({ op: 'in', field: 'status', value: statuses });
  return {
    ...page,
    filter: { op: 'and', filters },
    sort: [{ column: 'createdAt', direction: 'descending' }],
  };
}

function lostWorker(job: Job): string {
  return `worker ${job.worker} stopped answering in attempt ${job.attempts}`;
}

function released(job: Job): Job {
  const { worker: _worker, leaseUntil: _leaseUntil, ...rest } = job;
  return rest;
}

function finished(
  job: Job,
  status: 'completed' | 'failed' | 'cancelled',
  finishedAt: number,
  outcome: Pick<Job, 'lastError' | 'result'>,
): Job {
  return { ...released(job), ...outcome, status, finishedAt };
}
