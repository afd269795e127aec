import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { RuleFile } from '@breakwater/rules';
import { round } from './round.ts';
import { engineOf, load } from './rule-files.ts';

export interface LoadingResult {
  readonly rules: number;
  /** What ruleset and engine add to the heap. */
  readonly heapMb: number;
  /** Of a process that has loaded them and nothing else. */
  readonly rssMb: number;
  /** Read, check and compile. */
  readonly loadMs: number;
}

/** The fastest of three loads, and the memory that one keeps in a process of its own. */
export function measureLoading(files: readonly RuleFile[]): LoadingResult {
  let loadMs = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 3; count += 1) {
    const start = performance.now();
    engineOf(load(files));
    loadMs = Math.min(loadMs, performance.now() - start);
  }
  return { ...memoryOf(files), loadMs: round(loadMs, 1) };
}

function memoryOf(files: readonly RuleFile[]): Omit<LoadingResult, 'loadMs'> {
  const script = join(import.meta.dirname, 'heap.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', script], {
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`measuring memory failed: ${stderr}`);
  return JSON.parse(stdout) as Omit<LoadingResult, 'loadMs'>;
}
