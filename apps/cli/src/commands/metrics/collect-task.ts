import { readFile } from 'node:fs/promises';
import {
  EndpointError,
  type MetricFamily,
  readTaskEndpoint,
  TaskCollector,
  TaskMetadataError,
  toExposition,
} from '@breakwater/metrics';
import { CommandError, exitCode } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import { MetricsPush } from './metrics-push.ts';
import { type MetricsServer, startMetricsServer } from './metrics-server.ts';
import type { ListenAddress } from './option-values.ts';

export interface TaskFlags {
  readonly endpoint?: URL;
  readonly once?: boolean;
  readonly listen?: ListenAddress;
  readonly push?: URL;
  /** Milliseconds. */
  readonly interval: number;
  readonly tokenFile?: string;
}

const timeoutMs = 5_000;
const maxBytes = 8 * 1024 * 1024;
const defaultAddress = { host: '127.0.0.1', port: 9779 };

/** Prints, serves or sends the metrics of the task, until a signal where it has no end of its own. */
export async function collectTask(flags: TaskFlags): Promise<void> {
  const { endpoint } = flags;
  if (endpoint === undefined) {
    throw new CommandError(
      'no metadata endpoint: ECS_CONTAINER_METADATA_URI_V4 is not set.\nECS sets it inside of tasks on Fargate platform 1.4.0 or newer; elsewhere give\n--endpoint URL',
    );
  }
  const now = () => performance.now();
  const collector = new TaskCollector({
    read: () => readTaskEndpoint({ endpoint, timeoutMs, maxBytes }),
    now,
  });
  if (flags.once) return printOnce(collector);
  const stop = stopOnSignal();
  const push = await pushOf(flags, collector);
  const ownFamilies = () => [...collector.ownFamilies(), ...(push?.ownFamilies() ?? [])];
  const server = await serverOf(flags, collector, ownFamilies);
  await Promise.all([push?.run(stop), server?.run(stop)]);
}

async function printOnce(collector: TaskCollector): Promise<void> {
  try {
    const families = await collector.collect();
    await writeOut(toExposition([...families, ...collector.ownFamilies()]));
  } catch (error) {
    if (!isEndpointFailure(error)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}

async function pushOf(flags: TaskFlags, collector: TaskCollector): Promise<MetricsPush | undefined> {
  if (flags.push === undefined) return undefined;
  const token = await readToken(flags.tokenFile);
  return new MetricsPush({
    server: flags.push,
    token,
    intervalMs: flags.interval,
    read: async () => toExposition(await collector.collect(), Date.now()),
    log,
  });
}

async function serverOf(
  flags: TaskFlags,
  collector: TaskCollector,
  ownFamilies: () => readonly MetricFamily[],
): Promise<MetricsServer | undefined> {
  if (flags.push !== undefined && flags.listen === undefined) return undefined;
  const server = await startMetricsServer(flags.listen ?? defaultAddress, async () => {
    try {
      const families = await collector.collect();
      return { text: toExposition([...families, ...ownFamilies()]) };
    } catch (error) {
      if (!isEndpointFailure(error)) throw error;
      return { failure: error.message };
    }
  });
  log(`serving ${server.address}/metrics`);
  return server;
}

/** Aborted by the first signal, so that all ends in order; a second one ends at once. */
function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(exitCode.failed);
      stop.abort();
    });
  }
  return stop.signal;
}

async function readToken(file: string | undefined): Promise<string> {
  const token = file === undefined ? process.env.BREAKWATER_TOKEN : await readTokenFile(file);
  const trimmed = token?.trim() ?? '';
  if (trimmed === '')
    throw new CommandError('--push needs a token of scope intake: set BREAKWATER_TOKEN or give --token-file');
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    throw new CommandError('the token has characters that no token has: was the right file given?');
  return trimmed;
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`the token file cannot be read: ${error.message}`, { cause: error });
  }
}

function isEndpointFailure(error: unknown): error is EndpointError | TaskMetadataError {
  return error instanceof EndpointError || error instanceof TaskMetadataError;
}

function log(message: string): void {
  process.stderr.write(`breakwater: ${message}\n`);
}
