import { type HuntResult, type Severity, severities, type ValueCount } from '@breakwater/model';
import type { HuntTally } from './hunt-plan.ts';
import { newest } from './tally.ts';

const topValues = 20;

/** One result of what the threads of a hunt found. */
export function merge(
  tallies: readonly HuntTally[],
  {
    scanned,
    stepMs,
    gaps,
  }: { readonly scanned: number; readonly stepMs: number; readonly gaps: readonly string[] },
): HuntResult {
  const allGaps = [...new Set([...gaps, ...tallies.flatMap((tally) => tally.gaps)])];
  return {
    scanned,
    matched: tallies.reduce((sum, { matched }) => sum + matched, 0),
    isComplete: allGaps.length === 0,
    gaps: allGaps,
    byRule: counted(tallies.map(({ byRule }) => byRule)),
    stepMs,
    bars: barsOf(tallies),
    topWorkloads: counted(tallies.map(({ workloads }) => workloads)).slice(0, topValues),
    topIdentities: counted(tallies.map(({ identities }) => identities)).slice(0, topValues),
    samples: newest(tallies.flatMap(({ samples }) => samples)),
  };
}

function counted(parts: readonly ReadonlyMap<string, number>[]): ValueCount[] {
  const counts = new Map<string, number>();
  for (const part of parts)
    for (const [value, count] of part) counts.set(value, (counts.get(value) ?? 0) + count);
  const entries = [...counts].map(([value, count]) => ({ value, count }));
  return entries.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function barsOf(tallies: readonly HuntTally[]): HuntResult['bars'] {
  const bars = new Map<number, Record<Severity, number>>();
  for (const tally of tallies) {
    for (const [time, byRank] of tally.bars) {
      const counts = bars.get(time) ?? { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
      for (const [rank, severity] of severities.entries()) counts[severity] += byRank[rank] ?? 0;
      bars.set(time, counts);
    }
  }
  return [...bars].sort(([a], [b]) => a - b).map(([time, counts]) => ({ time, counts }));
}
