import type { RuleSourceView } from '@breakwater/api';
import { priorities } from '@breakwater/model';
import { ConditionReader } from '../rule-tokens.ts';
import {
  innerKeys,
  itemKeys,
  logicWords,
  operatorSymbols,
  operatorWords,
  transformers,
} from '../rule-words.ts';
import type { WritingPlace } from './place.ts';

/** Something that can be written at a place. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'key' | 'field' | 'operator' | 'word' | 'function' | 'macro' | 'list' | 'value';
  /** The type of a field, or what a name stands for. */
  readonly detail?: string;
  readonly info?: string;
  /** What is written when it is more than the label. */
  readonly apply?: string;
}

/** What the editor knows beside the text. */
export interface Vocabulary {
  readonly sources: readonly RuleSourceView[];
  readonly macros: readonly string[];
  readonly lists: readonly string[];
}

/** What fits at a place; the editor narrows it by the word that is begun. */
export function suggestionsAt(place: WritingPlace, vocabulary: Vocabulary): readonly Suggestion[] {
  if (place.isKey) return keysAt(place);
  switch (place.path.at(-1)) {
    case 'condition':
      return conditionSuggestions(place, vocabulary);
    case 'output':
      return fieldsOf(place, vocabulary).map((field) => ({ ...field, label: `%${field.label}` }));
    case 'priority':
      return priorities.map((priority) => ({ label: priority.toUpperCase(), kind: 'value' }));
    case 'source':
      return vocabulary.sources.map((source) => ({
        label: source.name,
        kind: 'value',
        info: source.description,
      }));
    case 'items':
      return vocabulary.lists.map((name) => ({ label: name, kind: 'list' }));
    case 'fields':
    case 'by':
    case 'distinct':
      return fieldsOf(place, vocabulary);
    case 'comps':
      return operatorsOf();
    case 'enabled':
    case 'append':
    case 'capture':
    case 'warn_evttypes':
    case 'skip-if-unknown-filter':
      return ['true', 'false'].map((label) => ({ label, kind: 'value' }));
    default:
      return place.path.at(-2) === 'override'
        ? ['append', 'replace'].map((label) => ({ label, kind: 'value' }))
        : [];
  }
}

function keysAt(place: WritingPlace): readonly Suggestion[] {
  const inner = place.path.findLast((name) => Object.hasOwn(innerKeys, name));
  const keys =
    inner !== undefined && inner !== place.item
      ? innerKeys[inner]
      : place.item === undefined
        ? Object.keys(itemKeys)
        : Object.hasOwn(itemKeys, place.item)
          ? itemKeys[place.item]
          : undefined;
  return (keys ?? []).map((label) => ({ label, kind: 'key', apply: `${label}: ` }));
}

function conditionSuggestions(place: WritingPlace, vocabulary: Vocabulary): readonly Suggestion[] {
  switch (wantedIn(place.before)) {
    case 'operator':
      return operatorsOf();
    case 'value':
      return vocabulary.lists.map((name) => ({ label: name, kind: 'list' }));
    case 'logic':
      return logicWords.filter((word) => word !== 'not').map((label) => ({ label, kind: 'word' }));
    default:
      return [
        ...fieldsOf(place, vocabulary),
        ...vocabulary.macros.map((name): Suggestion => ({ label: name, kind: 'macro' })),
        ...transformers.map((name): Suggestion => ({ label: name, kind: 'function', apply: `${name}(` })),
        { label: 'not', kind: 'word' },
      ];
  }
}

/** What a condition wants next, from its text before the word that is being written. */
export function wantedIn(before: string): 'operand' | 'operator' | 'value' | 'logic' {
  const done = before.replace(/[\w.%/:-]*(?:\[[^\]\s]*)?$/, '');
  const tokens = new ConditionReader().read(done, 0);
  const last = tokens.at(-1);
  const rest = last ? done.slice(last.to).trim() : done.trim();
  const isInList = /(?:\bin|\bintersects|\bpmatch)\s*\([^()]*$/.test(done);
  if (isInList) return 'value';
  if (!last) return 'operand';
  if (last.kind === 'word') return 'operand';
  if (last.kind === 'operator') {
    if (done.slice(last.from, last.to) === 'exists') return rest === '' ? 'logic' : 'operand';
    return rest.startsWith('(') ? 'value' : 'value';
  }
  if (last.kind === 'function' || rest.endsWith('(')) return 'operand';
  if (last.kind === 'field') return 'operator';
  return 'logic';
}

function operatorsOf(): readonly Suggestion[] {
  return [...operatorSymbols, ...operatorWords].map((label) => ({ label, kind: 'operator' }));
}

function fieldsOf(place: WritingPlace, vocabulary: Vocabulary): readonly Suggestion[] {
  const name = place.source ?? 'syscall';
  const named = vocabulary.sources.filter((source) => source.name === name);
  // A macro belongs to no source: the fields of all of them fit.
  const sources = place.item === 'rule' && named.length > 0 ? named : vocabulary.sources;
  const seen = new Set<string>();
  return sources.flatMap((source) =>
    source.fields.flatMap((field): readonly Suggestion[] => {
      if (seen.has(field.name)) return [];
      seen.add(field.name);
      const needsArgument = field.argument === 'index' || field.argument === 'key';
      return [
        {
          label: field.name,
          kind: 'field',
          detail: field.isList ? `${field.type}[]` : field.type,
          info: field.description,
          ...(needsArgument ? { apply: `${field.name}[` } : {}),
        },
      ];
    }),
  );
}
