import type { Coverage } from '@breakwater/model';
import type { Tone } from '../../components/status-mark.tsx';
import type { ScopePart } from '../../state/search.ts';

export const coverageTones: Readonly<Record<Coverage['status'], Tone>> = {
  ok: 'good',
  denied: 'bad',
  throttled: 'warn',
  failed: 'bad',
};

/** Whether a coverage row lies in the scope, as far as it says where it is. */
export function inScope(row: Coverage, scope: readonly ScopePart[]): boolean {
  return scope.every((part) => {
    if (part.level === 'account') return row.account === part.value;
    if (part.level === 'region') return row.region === part.value || row.region === 'global';
    return true;
  });
}

/** The distinct values of a column with how many resources each stands for, most first. */
export function facetCounts(
  rows: readonly Coverage[],
  column: 'type' | 'account' | 'region',
): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row[column], (counts.get(row[column]) ?? 0) + row.count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
}

/** The right that a message says is missing, as `service:Operation`. */
export function missingRight(message: string | undefined): string | undefined {
  return /\b([a-z0-9-]+:[A-Z][A-Za-z]+)\b/.exec(message ?? '')?.[1];
}
