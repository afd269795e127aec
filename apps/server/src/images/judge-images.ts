import { setImmediate as yieldTurn } from 'node:timers/promises';
import { everything, type Filter } from '@breakwater/model';
import { images, type JobTable, type StateReader, type StateTransaction } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import type { ServerContext } from '../context.ts';
import { readReport } from '../fleet/current-report.ts';
import type { JobWork } from '../jobs/job-runner.ts';
import { postVerdictChange } from '../notify/verdict-events.ts';
import { judgedAgain, readPlaces } from './image-results.ts';
import { type PoliciesInForce, readPoliciesInForce } from './policies-in-force.ts';

const judgeImagesType = 'judge-images';

/** Few enough that nobody else waits long for the store. */
const atOnce = 10;
const intervalMs = 5 * 60_000;

/** Brings the verdict of every image up to date with the policies, the accepted risks and the day. Repeatable. */
export function judgeImagesWork({ state, now }: Pick<ServerContext, 'state' | 'now'>): JobWork {
  return {
    type: judgeImagesType,
    run: async (_payload, signal) => {
      let judged = 0;
      for (;;) {
        signal.throwIfAborted();
        const done = await state.transaction((transaction) => judgeSome(transaction, new Date(now())));
        if (done === 0) return { judged };
        judged += done;
        await yieldTurn();
      }
    },
  };
}

/** Asks for it. Not joined with one that runs: that one may be past images which have to be judged anew. */
export async function requestJudgement(jobs: JobTable): Promise<void> {
  await jobs.enqueue(judgeImagesType, {}, { maxAttempts: 3 });
}

/** Looks every few minutes whether images are to be judged anew: the day has changed, a task runs one elsewhere. */
export function keepJudged(
  { state, jobs, now }: Pick<ServerContext, 'state' | 'jobs' | 'now'>,
  logger: FastifyBaseLogger,
): () => void {
  async function look(): Promise<void> {
    try {
      const left = await state.read(async (reader) =>
        countOutdated(reader, everything, await readPoliciesInForce(reader, new Date(now()))),
      );
      if (left > 0) await requestJudgement(jobs);
    } catch (error) {
      logger.error({ err: error }, 'it could not be told whether images are to be judged; it is tried again');
    }
  }
  void look();
  const timer = setInterval(look, intervalMs);
  return () => clearInterval(timer);
}

/** Images whose verdict rests on something older, within the scope. */
export function countOutdated(
  reader: Pick<StateReader, 'table'>,
  scope: Filter,
  inForce: PoliciesInForce,
): Promise<number> {
  return reader.table(images, scope).count(outdated(inForce));
}

async function judgeSome(transaction: StateTransaction, now: Date): Promise<number> {
  const inForce = await readPoliciesInForce(transaction, now);
  const table = transaction.table(images, everything);
  const page = await table.list({ filter: outdated(inForce), limit: atOnce });
  for (const { record } of page.rows) {
    const stored = await readReport(transaction, everything, record.digest);
    const judged =
      stored === undefined
        ? { ...record, judgedBy: inForce.name }
        : judgedAgain(record, stored.record, inForce, await readPlaces(transaction, record.digest), now);
    await table.put(judged);
    await postVerdictChange(transaction, record, judged, now);
  }
  return page.rows.length;
}

function outdated({ name }: PoliciesInForce): Filter {
  return { op: '!=', field: 'judgedBy', value: name };
}
