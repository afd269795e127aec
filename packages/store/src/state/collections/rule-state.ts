import type { GlobalCollection } from '../collection.ts';

/** What the rule engine remembers between events (counts of thresholds, begun sequences). */
export interface StoredRuleState {
  /** One record: `engine`. */
  readonly name: string;
  /** JSON, as the engine reads it. */
  readonly state: string;
  readonly savedAt: string;
}

export const ruleStates: GlobalCollection<StoredRuleState> = {
  kind: 'global',
  name: 'rule-states',
  key: (state) => state.name,
  columns: {},
};
