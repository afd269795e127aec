import type { TypedOperand } from '../check/typed.ts';
import type { Rule } from '../ruleset.ts';
import type { GroupField } from './definition.ts';
import { defaultStateLimits, type StateLimits } from './limits.ts';
import { type EngineState, restoreRule, snapshotRule } from './state.ts';
import { createTracker, type Tracker } from './tracker.ts';

/** The part of a rule with a threshold or sequence that an event may meet: its own condition or one of its steps. */
export interface Watch {
  /** The rule that fires, which a step is not. */
  readonly rule: Rule;
  readonly tracker: Tracker;
  /** Undefined: the rule's own condition. */
  readonly step: number | undefined;
  /** What tells groups apart, and behind it what must differ: read of every event that counts. */
  readonly reads: readonly TypedOperand[];
}

/** The rules of an engine that count events. */
export interface Correlations {
  /** What is compiled in the place of a rule: the rule itself, and one for each step that it watches for. */
  readonly watchesOf: (rule: Rule) => readonly (readonly [rule: Rule, watch: Watch | undefined])[];
  readonly snapshot: () => EngineState;
}

export function createCorrelations(
  rules: readonly Rule[],
  state: EngineState | undefined,
  limits: Partial<StateLimits> = {},
): Correlations {
  const trackers = new Map<Rule, Tracker>();
  const all = { ...defaultStateLimits, ...limits };
  for (const rule of rules) {
    const tracker = createTracker(rule, all);
    if (tracker !== undefined) trackers.set(rule, tracker);
  }
  const byName = new Map([...trackers].map(([rule, tracker]) => [rule.name, tracker]));
  for (const one of state?.rules ?? []) {
    const tracker = byName.get(one.rule);
    if (tracker !== undefined) restoreRule(one, tracker);
  }
  return {
    watchesOf: (rule) => {
      const tracker = trackers.get(rule);
      if (tracker === undefined) return [[rule, undefined]];
      const steps = rule.sequence?.steps ?? [];
      return [
        [rule, { rule, tracker, step: undefined, reads: operandsOf(ownFields(rule)) }],
        ...steps.map(({ source, tree, by }, step): readonly [Rule, Watch] => [
          { ...rule, source, tree },
          { rule, tracker, step, reads: operandsOf(by) },
        ]),
      ];
    },
    snapshot: () => ({
      version: 1,
      rules: [...byName].map(([name, tracker]) => snapshotRule(name, tracker)),
    }),
  };
}

function ownFields({ threshold, sequence }: Rule): readonly GroupField[] {
  const different = threshold?.distinct;
  const by = threshold?.by ?? sequence?.by ?? [];
  return different === undefined ? by : [...by, different];
}

function operandsOf(fields: readonly GroupField[]): readonly TypedOperand[] {
  return fields.map(({ operand }) => operand);
}
