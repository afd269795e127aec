import type { AdvisoryProblem } from './advisory.ts';

const maxKept = 200;

/** Places in advisory data that were skipped: all are counted, the first are kept. */
export class ProblemLog {
  readonly kept: AdvisoryProblem[] = [];
  /** Files whose end could not be read. */
  readonly damagedFiles: AdvisoryProblem[] = [];
  count = 0;

  add(problem: AdvisoryProblem): void {
    this.count += 1;
    if (this.kept.length < maxKept) this.kept.push(problem);
  }

  addUnread(file: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const problem = { file, message: `could not be read to its end: ${reason}` };
    this.add(problem);
    this.damagedFiles.push(problem);
  }

  /** Replaces all that was added since `count` stood at `before` by one remark. */
  replaceSince(before: number, problem: AdvisoryProblem): void {
    this.kept.length = Math.min(before, this.kept.length);
    this.count = before;
    this.add(problem);
  }
}
