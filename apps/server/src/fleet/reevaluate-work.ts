import { imagePackages, type Job, type JobTable } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import type { ServerContext } from '../context.ts';
import { requestJudgement } from '../images/judge-images.ts';
import type { JobWork } from '../jobs/job-runner.ts';
import type { DataSet } from './data-set.ts';
import { readEvaluation } from './index-settings.ts';
import { reevaluateFleet } from './reevaluate-fleet.ts';

const reevaluateType = 'advisories.reevaluate';

/** What a job carries: an image that was stored just now; without it all of them. */
interface ReevaluatePayload {
  readonly digest?: string;
}

/** How far the evaluation is that runs now: packages judged, of those that have to be. */
export interface EvaluationProgress {
  readonly done: number;
  readonly total: number;
}

export type FleetContext = Pick<ServerContext, 'state' | 'events' | 'live' | 'jobs' | 'now'> & {
  readonly dataSet: DataSet;
};

/** How often the folder of advisories, and images that were stored since, are looked at. */
const lookMs = 5000;
const imagesAtOnce = 100;

/** Brings stored images up to date with the data set in use. Repeatable: what is up to date stays as it is. */
export class FleetEvaluation {
  readonly #context: FleetContext;
  readonly #logger: FastifyBaseLogger;
  #progress: EvaluationProgress | undefined;
  /** The data set that an evaluation was asked for by: one that is cancelled does not come back by itself. */
  #requested: string | undefined;

  constructor(context: FleetContext, logger: FastifyBaseLogger) {
    this.#context = context;
    this.#logger = logger;
  }

  get progress(): EvaluationProgress | undefined {
    return this.#progress;
  }

  get work(): JobWork {
    return {
      type: reevaluateType,
      run: (payload, signal) => this.#run(payload as ReevaluatePayload, signal),
    };
  }

  /** Looks for another data set at once and from time to time. @returns a function that stops it */
  watch(): () => void {
    const look = () => {
      this.look(false).catch((error: unknown) => {
        this.#logger.error({ err: error }, 'the advisory data cannot be looked at; it is tried again');
      });
    };
    look();
    const timer = setInterval(look, lookMs);
    return () => {
      clearInterval(timer);
      this.#context.dataSet.close();
    };
  }

  /**
   * Takes up the data set that was imported last, and asks for an evaluation by it when there was none yet; once, unless somebody
   * wants it.
   */
  async look(isWanted: boolean): Promise<Job | undefined> {
    const { dataSet, state, jobs } = this.#context;
    await dataSet.refresh();
    const { inUse } = dataSet;
    if (inUse === undefined) return undefined;
    const last = await state.read(readEvaluation);
    const { hash } = inUse.info;
    if (last?.dataSet.hash !== hash) {
      if (this.#requested === hash && !isWanted) return undefined;
      this.#requested = hash;
      return requestReevaluation(jobs, hash);
    }
    const filter = { op: '=', field: 'isCounted', value: 'false' } as const;
    const stored = await state.read((reader) =>
      reader.table(imagePackages).list({ filter, limit: imagesAtOnce }),
    );
    for (const { key } of stored.rows) await requestImageEvaluation(jobs, key);
    return undefined;
  }

  async #run({ digest }: ReevaluatePayload, signal: AbortSignal): Promise<unknown> {
    const { dataSet, jobs } = this.#context;
    const result = await dataSet.use(async (database) => {
      try {
        return await reevaluateFleet(this.#context, database, {
          signal,
          onProgress: (done, total) => {
            if (digest === undefined) this.#progress = { done, total };
          },
          ...(digest === undefined ? {} : { digest }),
        });
      } finally {
        if (digest === undefined) this.#progress = undefined;
      }
    });
    if (result === undefined) return { skipped: 'no advisory data was imported' };
    if (result.changedImages > 0) await requestJudgement(jobs);
    return result;
  }
}

/** Asks for all images to be evaluated by a data set. */
function requestReevaluation(jobs: JobTable, hash: string): Promise<Job> {
  return jobs.enqueue(reevaluateType, {}, { dedupeKey: hash });
}

/** Asks for what is new in one image to be evaluated. */
function requestImageEvaluation(jobs: JobTable, digest: string): Promise<Job> {
  return jobs.enqueue(reevaluateType, { digest } satisfies ReevaluatePayload, { dedupeKey: digest });
}
