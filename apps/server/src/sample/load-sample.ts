import { deleteSample, type JobTable, type StateStore } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import type { ServerContext } from '../context.ts';
import type { JobWork } from '../jobs/job-runner.ts';
import { type SampleContext, sampleParts } from './sample-parts.ts';
import { beginProgress, endProgress, noteDone, readProgress } from './sample-progress.ts';

const jobType = 'load-sample';

/** Asks for the sample environment, unless it was loaded or removed before. The work is done by a job. */
export async function requestSample(state: StateStore, jobs: JobTable, now: number): Promise<void> {
  const { state: progress } = await beginProgress(state, now);
  if (progress === 'loading') await jobs.enqueue(jobType, {}, { dedupeKey: jobType });
}

/** The job that loads the sample environment of a folder. */
export function loadSampleWork(
  context: SampleContext & Pick<ServerContext, 'now'>,
  folder: string,
  logger: FastifyBaseLogger,
): JobWork {
  return { type: jobType, run: (_, signal) => loadSample(context, folder, logger, signal) };
}

/**
 * Loads what is not there yet, part after part, each through the pipeline that real data takes. Repeatable: the time
 * base stays that of the first try, and every part has natural keys. A part that fails does not keep the others out.
 * When the sample is removed while it loads, what the last part brought is removed too.
 * @returns how long it took and how many parts were loaded
 * @throws Error that names the parts that failed and why
 */
async function loadSample(
  context: SampleContext & Pick<ServerContext, 'now'>,
  folder: string,
  logger: FastifyBaseLogger,
  signal: AbortSignal,
): Promise<{ readonly parts: number; readonly seconds: number }> {
  const startedAt = performance.now();
  const problems: string[] = [];
  let parts = 0;
  for await (const part of sampleParts(context, folder)) {
    signal.throwIfAborted();
    const progress = await readProgress(context.state);
    if (progress.state !== 'loading') break;
    if (progress.done.includes(part.name)) continue;
    try {
      await part.load(progress.base);
    } catch (error) {
      logger.error({ err: error, part: part.name }, 'a part of the sample environment could not be loaded');
      problems.push(`${part.name}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    if (!(await noteDone(context.state, part.name, context.now()))) {
      await deleteSample(context.state);
      await context.events.deleteSample();
      break;
    }
    parts += 1;
    logger.info({ part: part.name }, 'a part of the sample environment is loaded');
  }
  if (problems.length > 0) {
    throw new Error(`parts of the sample environment are missing: ${problems.join('; ')}`);
  }
  await endProgress(context.state, context.now());
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  logger.info({ parts, seconds }, 'the sample environment is loaded');
  return { parts, seconds };
}
