import { severities } from '@breakwater/model';
import type { HistogramBucket } from './event-store.ts';

/** Puts (time, severity rank, count) together to buckets in order of time. */
export function bucketsOf(counts: readonly (readonly [number, number, number])[]): HistogramBucket[] {
  const buckets = new Map<number, number[]>();
  for (const [time, severity, n] of counts) {
    const bucket = buckets.get(time) ?? severities.map(() => 0);
    bucket[severity] = (bucket[severity] ?? 0) + n;
    buckets.set(time, bucket);
  }
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([time, [critical = 0, high = 0, medium = 0, low = 0, info = 0]]) => ({
      time,
      total: critical + high + medium + low + info,
      severities: { critical, high, medium, low, info },
    }));
}
