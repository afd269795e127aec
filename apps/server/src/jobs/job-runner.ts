import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, type JobTable, LeaseLost } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';

/** Does the work of one type of job. It must be repeatable: a job whose worker died runs again. */
export interface JobWork {
  readonly type: string;
  readonly run: (payload: unknown, signal: AbortSignal) => Promise<unknown>;
}

const leaseMs = 60_000;
const renewMs = 15_000;
const idleMs = 1000;
/** Lease that a job keeps when its server stops: the next start takes it over at once. */
const handOverMs = 1;

/** Leases jobs one after the other and works on them; a cancelled job's signal aborts within 15 s. */
export class JobRunner {
  readonly #jobs: JobTable;
  readonly #works: ReadonlyMap<string, JobWork>;
  readonly #logger: FastifyBaseLogger;
  readonly #worker = `server-${randomUUID()}`;
  readonly #stop = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(jobs: JobTable, works: readonly JobWork[], logger: FastifyBaseLogger) {
    this.#jobs = jobs;
    this.#works = new Map(works.map((work) => [work.type, work]));
    this.#logger = logger;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Ends the job in hand; the next start does it again. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the server is stopping'));
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const job = await this.#jobs.lease(this.#worker, [...this.#works.keys()], leaseMs);
        if (job !== undefined) await this.#work(job);
        else await sleep(idleMs, undefined, { signal });
      } catch (error) {
        if (signal.aborted) return;
        this.#logger.error({ err: error }, 'the job table failed');
        await sleep(idleMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #work(leased: Job): Promise<void> {
    const work = this.#works.get(leased.type);
    if (work === undefined) throw new Error(`no work for job type ${leased.type}`);
    const lost = new AbortController();
    let job = leased;
    const renewal = setInterval(() => {
      this.#jobs.renew(job, leaseMs).then(
        (renewed) => {
          job = renewed;
        },
        (error: unknown) => lost.abort(error),
      );
    }, renewMs);
    try {
      const result = await work.run(leased.payload, AbortSignal.any([this.#stop.signal, lost.signal]));
      clearInterval(renewal);
      await this.#jobs.complete(job, result);
    } catch (error) {
      clearInterval(renewal);
      if (this.#stop.signal.aborted) await this.#jobs.renew(job, handOverMs);
      else await this.#failed(job, error);
    }
  }

  async #failed(job: Job, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    this.#logger.warn({ err: error, job: job.id, type: job.type }, 'a job failed');
    try {
      await this.#jobs.fail(job, message);
    } catch (lost) {
      if (!(lost instanceof LeaseLost)) throw lost;
    }
  }
}
