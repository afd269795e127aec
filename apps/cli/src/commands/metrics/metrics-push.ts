import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { EndpointError, type MetricFamily, metricFamily, TaskMetadataError } from '@breakwater/metrics';
import { type Sent, sendMetrics } from './send-metrics.ts';

const compress = promisify(gzip);

export interface MetricsPushOptions {
  readonly server: URL;
  readonly token: string;
  readonly intervalMs: number;
  /** A reading as exposition, every sample with its time; throws EndpointError or TaskMetadataError. */
  readonly read: () => Promise<string>;
  readonly log: (message: string) => void;
}

/** Readings that wait while the server is away; at the default interval the last twenty minutes. */
const maxWaiting = 40;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
const sendTimeoutMs = 10_000;
/** ECS kills a task 30 seconds after it asked it to stop. */
const farewellMs = 8_000;

/**
 * Sends a reading every interval. Samples carry their time, so a batch that is sent twice is stored once. While the
 * server is away, batches wait in order; when too many wait, the oldest is dropped and counted.
 */
export class MetricsPush {
  readonly #options: MetricsPushOptions;
  readonly #url: string;
  readonly #waiting: Uint8Array<ArrayBuffer>[] = [];
  readonly #counts = { sent: 0, retried: 0, refused: 0, dropped: 0 };
  #retryMs = firstRetryMs;
  #trouble: string | undefined;

  constructor(options: MetricsPushOptions) {
    this.#options = options;
    this.#url = `${options.server.origin}${options.server.pathname.replace(/\/+$/, '')}/api/v1/intake/metrics`;
  }

  /** Until `signal`; then one last reading is sent, for how a task ends is what people ask for. */
  async run(signal: AbortSignal): Promise<void> {
    let readAt = performance.now();
    let sendAt = readAt;
    while (!signal.aborted) {
      if (performance.now() >= readAt) {
        await this.#read();
        readAt = Math.max(readAt + this.#options.intervalMs, performance.now());
      }
      while (this.#waiting.length > 0 && performance.now() >= sendAt && !signal.aborted) {
        const waitMs = await this.#sendFirst(signal);
        sendAt = performance.now() + waitMs;
      }
      const wakeAt = this.#waiting.length > 0 ? Math.min(readAt, sendAt) : readAt;
      await pause(wakeAt - performance.now(), signal);
    }
    await this.#sayFarewell();
  }

  ownFamilies(): readonly MetricFamily[] {
    const { sent, retried, refused, dropped } = this.#counts;
    const outcomes = Object.entries({ sent, retried, refused, dropped });
    return [
      metricFamily(
        'bw_collector_pushed_batches_total',
        'counter',
        'Batches by outcome: sent, retried after a failure, refused by the server, dropped because too many waited.',
        outcomes.map(([outcome, value]) => ({ labels: { outcome }, value })),
      ),
      metricFamily('bw_collector_waiting_batches', 'gauge', 'Batches that wait to be sent.', [
        { labels: {}, value: this.#waiting.length },
      ]),
    ];
  }

  async #read(): Promise<void> {
    try {
      this.#waiting.push(await compress(await this.#options.read()));
    } catch (error) {
      if (!(error instanceof EndpointError || error instanceof TaskMetadataError)) throw error;
      this.#report(error.message);
      return;
    }
    if (this.#waiting.length > maxWaiting) {
      this.#waiting.shift();
      this.#counts.dropped += 1;
    }
  }

  /** Sends the oldest batch, given up at `stop`; answers with the time to wait before the next one. */
  async #sendFirst(stop: AbortSignal): Promise<number> {
    const body = this.#waiting[0];
    if (body === undefined) return 0;
    const signal = AbortSignal.any([stop, AbortSignal.timeout(sendTimeoutMs)]);
    const sent = await sendMetrics({ url: this.#url, token: this.#options.token, body, signal });
    if (stop.aborted && sent.kind === 'later') return 0;
    if (sent.kind === 'later') {
      this.#counts.retried += 1;
      this.#report(`${sent.reason}; ${this.#waiting.length} batches wait`);
      return this.#nextRetryMs(sent);
    }
    this.#waiting.shift();
    this.#retryMs = firstRetryMs;
    this.#counts[sent.kind === 'taken' ? 'sent' : 'refused'] += 1;
    if (sent.kind === 'refused') this.#report(`${sent.reason}; the batch is lost`);
    else this.#report(sent.complaint);
    return 0;
  }

  /** Twice as long after every failure, spread by half so that many tasks do not come at once. */
  #nextRetryMs({ retryAfterMs }: Extract<Sent, { kind: 'later' }>): number {
    const backOffMs = this.#retryMs * (0.5 + Math.random() / 2);
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    return Math.max(retryAfterMs, backOffMs);
  }

  async #sayFarewell(): Promise<void> {
    const signal = AbortSignal.timeout(farewellMs);
    await this.#read();
    while (this.#waiting.length > 0 && !signal.aborted) {
      await pause(await this.#sendFirst(signal), signal);
    }
    if (this.#waiting.length > 0) this.#options.log(`stopped; ${this.#waiting.length} batches were not sent`);
  }

  /** A line when trouble begins, changes or ends; not one for every try. */
  #report(trouble: string | undefined): void {
    const kind = trouble?.replaceAll(/\d+ batches wait/g, '');
    if (kind === this.#trouble) return;
    this.#trouble = kind;
    this.#options.log(trouble ?? 'metrics are sent again');
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
