import type { Event, FieldValue, FiredRule } from '@breakwater/model';
import { printOutput } from './output/print.ts';
import type { Rule, Ruleset } from './ruleset.ts';

/** A rule that fired, with the values its output names; null: the event has none. */
export interface Fired extends FiredRule {
  readonly source: string;
  readonly fields: Readonly<Record<string, FieldValue | null>>;
}

/** A rule that threw while it was evaluated: counted, and the others go on. */
export interface RuleFailure {
  readonly rule: string;
  readonly count: number;
  readonly lastError: string;
}

export interface EngineOptions {
  /** `first` (default): the first rule in load order that matches fires alone; `all`: every one that matches. */
  readonly ruleMatching?: 'first' | 'all';
}

export interface Engine {
  /** The rules that fire on an event, in load order. Never throws because of a rule. */
  readonly evaluate: (event: Event) => readonly Fired[];
  readonly failures: () => readonly RuleFailure[];
}

const nothing: readonly Fired[] = [];

export function createEngine(ruleset: Ruleset, options: EngineOptions = {}): Engine {
  const isFirstOnly = options.ruleMatching !== 'all';
  const failures = new Map<string, RuleFailure>();

  function evaluate(event: Event): readonly Fired[] {
    let fired: Fired[] | undefined;
    for (const rule of ruleset.candidates(event)) {
      try {
        if (!rule.matches(event)) continue;
        fired ??= [];
        fired.push(fire(rule, event));
        if (isFirstOnly) break;
      } catch (error) {
        const count = (failures.get(rule.name)?.count ?? 0) + 1;
        const lastError = error instanceof Error ? error.message : String(error);
        failures.set(rule.name, { rule: rule.name, count, lastError });
      }
    }
    return fired ?? nothing;
  }

  return { evaluate, failures: () => [...failures.values()] };
}

function fire(rule: Rule, event: Event): Fired {
  const fields: Record<string, FieldValue | null> = Object.create(null);
  for (const field of rule.output.fields) fields[field.label] = field.extract(event) ?? null;
  for (const extra of rule.extraFields) {
    if (extra.kind === 'field') fields[extra.field.label] = extra.field.extract(event) ?? null;
    else fields[extra.label] = printOutput(extra.format, event);
  }
  return {
    rule: rule.name,
    source: rule.source,
    priority: rule.priority,
    description: rule.description,
    output: printOutput(rule.output, event),
    tags: rule.tags,
    fields,
  };
}
