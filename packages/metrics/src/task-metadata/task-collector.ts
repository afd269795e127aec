import { type MetricFamily, metricFamily } from '../metric-family.ts';
import { EndpointError, endpointFailures, type TaskDocuments } from './read-endpoint.ts';
import { taskFamilies } from './task-families.ts';
import { TaskMetadataError } from './task-metadata.ts';

const failureReasons = [...endpointFailures, 'not-a-task'] as const;
type FailureReason = (typeof failureReasons)[number];

export interface TaskCollectorOptions {
  /** Reads the two documents; throws EndpointError. */
  readonly read: () => Promise<TaskDocuments>;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
}

/**
 * Reads a task's metrics whenever asked and counts how that went. Who asks while a reading is under way gets that
 * reading, for the endpoint limits the rate of its callers.
 */
export class TaskCollector {
  readonly #options: TaskCollectorOptions;
  readonly #failures = new Map<FailureReason, number>(failureReasons.map((reason) => [reason, 0]));
  readonly #unknownFields = new Map<string, number>();
  #reads = 0;
  #lastReadMs: number | undefined;
  #underWay: Promise<readonly MetricFamily[]> | undefined;

  constructor(options: TaskCollectorOptions) {
    this.#options = options;
  }

  /**
   * The metrics of the task.
   * @throws EndpointError, TaskMetadataError
   */
  collect(): Promise<readonly MetricFamily[]> {
    this.#underWay ??= this.#collect().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** How the readings went so far. */
  ownFamilies(): readonly MetricFamily[] {
    return [
      metricFamily('bw_collector_reads_total', 'counter', 'Readings of the metadata endpoint.', [
        { labels: {}, value: this.#reads },
      ]),
      metricFamily(
        'bw_collector_read_failures_total',
        'counter',
        'Readings of the metadata endpoint that failed, by reason.',
        [...this.#failures].map(([reason, value]) => ({ labels: { reason }, value })),
      ),
      metricFamily(
        'bw_collector_read_duration_seconds',
        'gauge',
        'How long the last reading of the metadata endpoint took.',
        this.#lastReadMs === undefined ? [] : [{ labels: {}, value: this.#lastReadMs / 1000 }],
      ),
      metricFamily(
        'bw_collector_unknown_fields_total',
        'counter',
        'Fields of the metadata endpoint that were missing or not as expected, by field.',
        [...this.#unknownFields].map(([field, value]) => ({ labels: { field }, value })),
      ),
    ];
  }

  async #collect(): Promise<readonly MetricFamily[]> {
    const startedAt = this.#options.now();
    this.#reads += 1;
    try {
      const { task, stats } = await this.#options.read();
      const { families, unknownFields } = taskFamilies(task, stats);
      for (const field of unknownFields) {
        this.#unknownFields.set(field, (this.#unknownFields.get(field) ?? 0) + 1);
      }
      return families;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== undefined) this.#failures.set(reason, (this.#failures.get(reason) ?? 0) + 1);
      throw error;
    } finally {
      this.#lastReadMs = this.#options.now() - startedAt;
    }
  }
}

function reasonOf(error: unknown): FailureReason | undefined {
  if (error instanceof EndpointError) return error.reason;
  return error instanceof TaskMetadataError ? 'not-a-task' : undefined;
}
