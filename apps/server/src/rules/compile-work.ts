import type { Explanation } from '@breakwater/model';
import { changedRules, explainRule, type Rule } from '@breakwater/rules';
import { findSource, type KeptEvent, restoreEvent } from '@breakwater/sources';
import {
  type LoadedFiles,
  loadFiles,
  loadRuleFiles,
  type ReadFiles,
  type RuleFileText,
  readRuleFiles,
} from './load-rule-files.ts';
import { type RuleItemText, readItems } from './rule-items.ts';

/** What of a compiled rule is known without its compiled parts: plain data, which threads can hand over. */
export interface RuleOutline extends Pick<Rule, 'name' | 'source' | 'isEnabled' | 'location'> {
  /** Its source, and those of the steps that must have come before. */
  readonly sources: readonly string[];
  /** It counts over several events. */
  readonly isOrdered: boolean;
}

/** In load order; those switched off are in it. */
export interface OutlinedRules {
  readonly rules: readonly RuleOutline[];
}

/** What rule files came to in another thread. */
export interface JudgedFiles extends Omit<LoadedFiles, 'ruleset'> {
  /** Absent when a file does not load. */
  readonly ruleset?: OutlinedRules;
}

/** What rule files came to, and what another thread needs to compile them without reading them again. */
export interface JudgedAndRead extends JudgedFiles {
  /** Absent when a file does not load. */
  readonly read?: ReadFiles;
}

/** What files with a draft among them came to. */
export interface JudgedDraft extends JudgedFiles {
  /** Rules that fire otherwise than without the draft; absent when a file does not load. */
  readonly changed?: readonly RuleOutline[];
}

interface ToCompare {
  readonly before: readonly RuleFileText[];
  readonly after: readonly RuleFileText[];
}

/** An explanation by rules that are not in force. */
export interface ExplainedEvent {
  readonly errors: LoadedFiles['errors'];
  /** Absent when the rules do not load, or the rule is not among them. */
  readonly explanation?: Explanation;
}

interface ToExplain {
  readonly files: readonly RuleFileText[];
  readonly rule: string;
  readonly event: KeptEvent & { readonly source: string };
}

/** Work that compiles or reads rule files: each takes plain data and gives plain data. */
export interface CompileWork {
  readonly load: (files: readonly RuleFileText[]) => JudgedFiles;
  readonly build: (files: readonly RuleFileText[]) => JudgedAndRead;
  readonly draft: (files: ToCompare) => JudgedDraft;
  readonly explain: (asked: ToExplain) => ExplainedEvent;
  readonly items: (texts: readonly string[]) => readonly (readonly RuleItemText[])[];
}

export const compileWork: CompileWork = {
  load: judgeRuleFiles,
  build: judgeAndRead,
  draft: judgeDraftFiles,
  explain: explainWith,
  items: (texts) => texts.map(readItems),
};

function judgeRuleFiles(files: readonly RuleFileText[]): JudgedFiles {
  return outlined(loadRuleFiles(files));
}

function judgeAndRead(files: readonly RuleFileText[]): JudgedAndRead {
  const read = readRuleFiles(files);
  const judged = outlined(read === undefined ? loadRuleFiles(files) : loadFiles(read));
  return judged.ruleset === undefined || read === undefined ? judged : { ...judged, read };
}

function judgeDraftFiles({ before, after }: ToCompare): JudgedDraft {
  const loaded = loadRuleFiles(after);
  const judged = outlined(loaded);
  if (loaded.ruleset === undefined) return judged;
  const old = loadRuleFiles(before).ruleset?.rules ?? [];
  return { ...judged, changed: changedRules(old, loaded.ruleset.rules).map(outlineOf) };
}

function outlined({ ruleset, ...told }: LoadedFiles): JudgedFiles {
  return ruleset === undefined ? told : { ...told, ruleset: { rules: ruleset.rules.map(outlineOf) } };
}

function explainWith({ files, rule, event }: ToExplain): ExplainedEvent {
  const { ruleset, errors } = loadRuleFiles(files);
  const source = findSource(event.source);
  const isKnown = ruleset?.rules.some(({ name }) => name === rule) ?? false;
  if (ruleset === undefined || source === undefined || !isKnown) return { errors };
  return { errors, explanation: explainRule(ruleset, rule, restoreEvent(source, event)) };
}

export function outlineOf({ name, source, isEnabled, location, threshold, sequence }: Rule): RuleOutline {
  return {
    name,
    source,
    isEnabled,
    location,
    sources: [source, ...(sequence?.steps.map((step) => step.source) ?? [])],
    isOrdered: (threshold ?? sequence) !== undefined,
  };
}
