import { keyOf, type ScopedCollection } from '../collection.ts';
import { sampleColumn } from '../columns.ts';

/** How the controls of a framework fared in one account on one day: what the trend is drawn from. */
export interface AssessmentScore {
  readonly framework: string;
  readonly account: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** The controls that were judged, by what became of them; the others were not assessed. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly errors: readonly string[];
  readonly assessedAt: string;
  readonly isSample: boolean;
}

export const assessments: ScopedCollection<AssessmentScore> = {
  kind: 'scoped',
  name: 'assessments',
  key: (score) => keyOf(score.framework, score.account, score.day),
  columns: {
    framework: { type: 'text', value: (score) => score.framework, isRequired: true },
    account: { type: 'text', value: (score) => score.account, isRequired: true },
    day: { type: 'text', value: (score) => score.day, isRequired: true },
    isSample: sampleColumn(),
  },
};
