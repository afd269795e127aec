import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RuleFile, Ruleset } from '@breakwater/rules';
import { round } from './measure.ts';
import { engineOf, load } from './rule-files.ts';

export interface LoadingResult {
  readonly rules: number;
  /** Read, check and compile. */
  readonly loadMs: number;
  /** What ruleset and engine add to the heap. */
  readonly heapMb: number;
  readonly rssMb: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The fastest of three loads, and the memory that the last one keeps. */
export function measureLoading(files: readonly RuleFile[]): LoadingResult & { readonly ruleset: Ruleset } {
  let loadMs = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 2; count += 1) loadMs = Math.min(loadMs, timeLoad(files).milliseconds);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const last = timeLoad(files);
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const { ruleset, engine, milliseconds } = last;
  return {
    rules: engine.statistics().length,
    loadMs: round(Math.min(loadMs, milliseconds), 1),
    heapMb: round((heapUsed - before) / 2 ** 20, 1),
    rssMb: round(rss / 2 ** 20, 0),
    ruleset,
  };
}

function timeLoad(files: readonly RuleFile[]) {
  const start = performance.now();
  const ruleset = load(files);
  const engine = engineOf(ruleset);
  return { ruleset, engine, milliseconds: performance.now() - start };
}
