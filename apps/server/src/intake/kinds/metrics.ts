import { type NamedSample, parseExposition } from '@breakwater/metrics';
import { everything } from '@breakwater/model';
import { type MetricSample, metricSamples, type StateStore } from '@breakwater/store';
import { type IntakeKind, intakeKind } from '../intake-kind.ts';

/** Metrics of tasks that are kept for their black box; others are refused, so that nobody thinks they are stored. */
const keptMetrics = new Set([
  'bw_task_cpu_usage_vcpus',
  'bw_task_memory_working_set_bytes',
  'bw_task_ephemeral_used_bytes',
  'bw_container_memory_working_set_bytes',
]);
/** Families that describe or bound the task; they are known from its events, so they are passed over. */
const passedOver = /^bw_(task|container)_/;

/** Task metrics in Prometheus text: the last minutes of a task, kept for its black box. */
export function metricsKind(state: StateStore, now: () => number): IntakeKind {
  return intakeKind<MetricSample>({
    name: 'metrics',
    parse: (bytes) => {
      const { samples, rejected } = parseExposition(Buffer.from(bytes).toString('utf8'));
      const arnOf = taskArns(samples);
      const items: MetricSample[] = [];
      const refused = rejected.map(({ line, error }) => ({
        index: line - 1,
        error: `line ${line}: ${error}`,
      }));
      samples.forEach((sample, index) => {
        if (!keptMetrics.has(sample.name)) {
          if (!passedOver.test(sample.name))
            refused.push({ index, error: `${sample.name} is no metric of a task` });
          return;
        }
        const item = metricSample(sample, arnOf, now());
        if (typeof item === 'string') refused.push({ index, error: item });
        else items.push(item);
      });
      return { items, rejected: refused };
    },
    placeOf: (item) => item.place,
    store: async (batches, isSample) => {
      const items = batches.flat().map((item) => ({ ...item, isSample }));
      await state.transaction((transaction) => transaction.table(metricSamples, everything).putAll(items));
      return batches.map(({ length }) => ({ accepted: length, duplicates: 0, rejected: [], rows: [] }));
    },
  });
}

/** ARNs by task, as the info metric of the same document tells them. */
function taskArns(samples: readonly NamedSample[]): ReadonlyMap<string, string> {
  const arns = new Map<string, string>();
  for (const { name, labels } of samples) {
    if (name === 'bw_task_info' && labels.task !== undefined && labels.task_arn !== undefined) {
      arns.set(labels.task, labels.task_arn);
    }
  }
  return arns;
}

/** The sample as it is kept, or why it cannot be. */
function metricSample(
  sample: NamedSample,
  arnOf: ReadonlyMap<string, string>,
  now: number,
): MetricSample | string {
  const { account, region, cluster, service, task, container } = sample.labels;
  if (task === undefined || account === undefined || region === undefined) {
    return `${sample.name}: the labels account, region and task are needed`;
  }
  if (!Number.isFinite(sample.value)) return `${sample.name}: ${sample.value} is not kept`;
  const taskArn = arnOf.get(task) ?? `arn:aws:ecs:${region}:${account}:task/${cluster ?? 'default'}/${task}`;
  return {
    taskArn,
    metric: sample.name,
    time: sample.timeMs ?? now,
    value: sample.value,
    ...(container === undefined ? {} : { container }),
    place: {
      provider: 'aws',
      account,
      region,
      ...(cluster === undefined ? {} : { cluster }),
      ...(service === undefined ? {} : { service }),
      task,
    },
    isSample: false,
  };
}
