import type { Place } from '@breakwater/model';
import { keyOf, type ScopedCollection } from '../collection.ts';
import { placeColumns, sampleColumn } from '../columns.ts';

/** One value of one metric of a task. */
export interface MetricSample {
  readonly taskArn: string;
  readonly metric: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly value: number;
  readonly container?: string;
  readonly place: Place;
  readonly isSample: boolean;
}

export const metricSamples: ScopedCollection<MetricSample> = {
  kind: 'scoped',
  name: 'metric-samples',
  key: (sample) => keyOf(sample.taskArn, sample.container ?? '', sample.metric, String(sample.time)),
  columns: {
    ...placeColumns<MetricSample>(),
    taskArn: { type: 'text', value: (sample) => sample.taskArn, isRequired: true },
    metric: { type: 'text', value: (sample) => sample.metric, isRequired: true },
    time: { type: 'time', value: (sample) => sample.time, isRequired: true },
    value: { type: 'real', value: (sample) => sample.value, isRequired: true },
    isSample: sampleColumn(),
  },
};
