export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';

/** One value with its labels; `timeMs` is absent where the time of the scrape is meant. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timeMs?: number;
}

/** All samples of one metric name. Names and units follow the conventions of Prometheus. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly samples: readonly Sample[];
}

export function metricFamily(
  name: string,
  type: MetricType,
  help: string,
  samples: readonly Sample[],
): MetricFamily {
  return { name, type, help, samples };
}
