import type { Framework } from '@breakwater/model';
import type { AssessmentScore } from '@breakwater/store';

/** The score of a day; null where nothing was judged, or the framework has no score. */
export interface DayScore {
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string;
  readonly score: number | null;
}

/**
 * The score of each day on which an account was assessed, over all accounts: a control fails where any account
 * fails it, as in an assessment of all of them. An account that was not assessed that day counts with its last.
 */
export function scoreHistory(framework: Framework, scores: readonly AssessmentScore[]): readonly DayScore[] {
  const byDay = Map.groupBy(scores, (score) => score.day);
  const latest = new Map<string, AssessmentScore>();
  return [...byDay.keys()].sort().map((date) => {
    for (const score of byDay.get(date) ?? []) latest.set(score.account, score);
    return { date, score: framework.isScored ? scoreOf([...latest.values()]) : null };
  });
}

/** Passed controls of all that were judged; errors count as judged, for what could not be read is not known to be good. */
function scoreOf(accounts: readonly AssessmentScore[]): number | null {
  const bad = new Set(accounts.flatMap((account) => [...account.failed, ...account.errors]));
  const passed = new Set(
    accounts.flatMap((account) => account.passed).filter((control) => !bad.has(control)),
  );
  const judged = passed.size + bad.size;
  return judged === 0 ? null : passed.size / judged;
}
