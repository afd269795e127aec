import type { Event, Priority } from '@breakwater/model';
import type { TypedCondition, TypedOperand } from './check/typed.ts';
import { type AsksFor, compileAsksFor } from './compile/asks-for.ts';
import { indexValues, mayHold, missing } from './compile/index-values.ts';
import type { SourceLocation } from './diagnostic.ts';
import type { RuleSource } from './options.ts';
import type { OutputField, OutputFormat } from './output/format.ts';
import type { Stateful } from './stateful/definition.ts';

/** A rule, checked and complete: what an engine compiles. */
export interface Rule extends Stateful {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** After the file's `enabled`, the selection and the least priority. */
  readonly isEnabled: boolean;
  readonly hasCapture: boolean;
  readonly captureDurationMs: number;
  /** The texts as written, appends joined. */
  readonly condition: string;
  readonly outputText: string;
  readonly location: SourceLocation;
  readonly output: OutputFormat;
  /** Entries of `output_fields` that the configuration adds. */
  readonly extraFields: readonly ExtraField[];
  /** The condition with its exceptions: `condition and not exception and not …`. */
  readonly tree: TypedCondition;
  /** In the order of the file. */
  readonly exceptions: readonly RuleException[];
}

/** An exception by name; without a tree when it has no values and so changes nothing. */
export interface RuleException {
  readonly name: string;
  readonly tree?: TypedCondition;
}

/** A typed field, or a text made by a format. */
export type ExtraField =
  | { readonly kind: 'field'; readonly field: OutputField }
  | { readonly kind: 'text'; readonly label: string; readonly format: OutputFormat };

/** All rules in load order; those switched off are in it. */
export interface Ruleset {
  readonly rules: readonly Rule[];
  /**
   * The enabled rules that may fire on an event, in load order, judged by the field alone that its source is
   * indexed by: the record need hold nothing else. An engine judges by more.
   */
  readonly candidates: (event: Event) => readonly Rule[];
  /**
   * Whether an enabled rule, or a step of its sequence, may hold for events of this source and type: false, and no
   * engine needs to see them. The answer is the same for all of them, so it is worth keeping.
   */
  readonly asksFor: (source: string, type: string) => boolean;
}

export function createRuleset(rules: readonly Rule[], sources: readonly RuleSource[]): Ruleset {
  const bySource = new Map<string, (event: Event) => readonly Rule[]>();
  const candidatesOf = (name: string) => {
    const known = bySource.get(name);
    if (known !== undefined) return known;
    const source = sources.find((one) => one.name === name);
    const enabled = rules.filter((rule) => rule.isEnabled && rule.source === name);
    const candidates = indexByField(enabled, source);
    bySource.set(name, candidates);
    return candidates;
  };
  const asked = new Map<string, readonly AsksFor[]>();
  const askedOf = (name: string) => {
    const known = asked.get(name) ?? conditionsOf(rules, name).map(compileAsksFor);
    asked.set(name, known);
    return known;
  };
  return {
    rules,
    candidates: (event) => candidatesOf(event.source)(event),
    asksFor: (source, type) => askedOf(source).some((asksFor) => asksFor(type)),
  };
}

/** The conditions of enabled rules that are about events of a source. */
function conditionsOf(rules: readonly Rule[], source: string): readonly TypedCondition[] {
  return rules
    .filter((rule) => rule.isEnabled)
    .flatMap((rule) => [rule, ...(rule.sequence?.steps ?? [])])
    .filter((part) => part.source === source)
    .map((part) => part.tree);
}

function indexByField(
  rules: readonly Rule[],
  source: RuleSource | undefined,
): (event: Event) => readonly Rule[] {
  const field = source?.fields.find((one) => one.name === source.indexedBy);
  if (field === undefined) return () => rules;
  const isIndexed = (operand: TypedOperand) => operand.kind === 'field' && operand.reference.field === field;
  const indexed = rules.map((rule) => ({ rule, values: indexValues(rule.tree, isIndexed) }));
  return (event) => {
    const value = field.extract(event);
    const key = value === undefined ? missing : String(value);
    return indexed.filter(({ values }) => mayHold(values, key)).map(({ rule }) => rule);
  };
}
