import { keyOf, type ScopedCollection } from '../collection.ts';
import { sampleColumn } from '../columns.ts';

/** The score of a framework for one account on one day: what the trend is drawn from. */
export interface AssessmentScore {
  readonly framework: string;
  readonly account: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly passed: number;
  readonly failed: number;
  readonly notAssessed: number;
  readonly errors: number;
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
