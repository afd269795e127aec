import type { GlobalCollection } from '../collection.ts';

/** What the rule engine remembers between events (counts of thresholds, begun sequences), as JSON. */
export interface StoredRuleState {
  /** One record: `engine`. */
  readonly name: string;
  readonly state: unknown;
  readonly savedAt: string;
}

export const ruleStates: GlobalCollection<StoredRuleState> = {
  kind: 'global',
  name: 'rule-states',
  key: (state) => state.name,
  columns: {},
};
