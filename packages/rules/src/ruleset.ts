import type { Event, Priority } from '@breakwater/model';
import type { TypedCondition } from './check/typed.ts';
import type { Predicate } from './compile/compiler.ts';
import { type IndexValue, type IndexValues, mayHold, missing } from './compile/index-values.ts';
import type { SourceLocation } from './diagnostic.ts';
import type { RuleSource } from './options.ts';
import type { OutputField, OutputFormat } from './output/format.ts';

/** A rule ready to run. */
export interface Rule {
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
  readonly matches: Predicate;
  /** Values of the source's indexed field for which the rule may fire. */
  readonly indexValues: IndexValues | undefined;
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

/** All rules in load order, with the ones that an event may meet found by source and indexed value. */
export interface Ruleset {
  readonly rules: readonly Rule[];
  readonly candidates: (event: Event) => readonly Rule[];
}

const maxIndexEntries = 10_000;

export function createRuleset(rules: readonly Rule[], sources: readonly RuleSource[]): Ruleset {
  const bySource = new Map<string, (event: Event) => readonly Rule[]>();
  for (const source of sources) {
    const enabled = rules.filter((rule) => rule.isEnabled && rule.source === source.name);
    if (enabled.length > 0) bySource.set(source.name, createIndex(enabled, source));
  }
  const none: readonly Rule[] = [];
  return { rules, candidates: (event) => bySource.get(event.source)?.(event) ?? none };
}

function createIndex(rules: readonly Rule[], source: RuleSource): (event: Event) => readonly Rule[] {
  const field = source.fields.find((candidate) => candidate.name === source.indexedBy);
  if (field === undefined) return () => rules;
  const known = new Map<IndexValue, readonly Rule[]>();
  return (event) => {
    const value = field.extract(event);
    const key: IndexValue = value === undefined ? missing : String(value);
    const found = known.get(key);
    if (found !== undefined) return found;
    const candidates = rules.filter(
      (rule) => rule.indexValues === undefined || mayHold(rule.indexValues, key),
    );
    if (known.size < maxIndexEntries) known.set(key, candidates);
    return candidates;
  };
}
