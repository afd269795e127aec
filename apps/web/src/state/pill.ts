import type { Filter, FilterOperator } from '@breakwater/model';

/** The operators of a pill: those of a filter and the negation of `exists`. */
export type PillOperator = FilterOperator | 'not-exists';

export type Scalar = string | number;

/** One condition as a person reads and writes it: `field op value`. */
export type Pill =
  | { readonly field: string; readonly op: 'exists' }
  | { readonly field: string; readonly op: 'not-exists' }
  | { readonly field: string; readonly op: 'in'; readonly value: readonly Scalar[] }
  | { readonly field: string; readonly op: 'not-in'; readonly value: readonly Scalar[] }
  | {
      readonly field: string;
      readonly op: Exclude<PillOperator, 'exists' | 'not-exists' | 'in' | 'not-in'>;
      readonly value: Scalar;
    };

/** Why a text is no pill; `at` carries the word that the message names. */
export interface PillProblem {
  readonly problem: 'empty' | 'field' | 'operator' | 'value' | 'quote' | 'list' | 'number' | 'rest';
  readonly at: string;
}

export type ParsedPill =
  | { readonly ok: true; readonly pill: Pill }
  | { readonly ok: false; readonly error: PillProblem };

/** Longest text that is read as a pill. */
const maxLength = 4096;

const fieldPattern = /^[A-Za-z][A-Za-z0-9_.]*(?:\[[^\]]{1,100}\])?/;
const symbols = ['!=', '<=', '>=', '=', '<', '>'] as const;
const words = ['not-in', 'in', 'contains', 'starts-with', 'not-exists', 'exists'] as const;

/**
 * Reads `field op value`: `user != root`, `region in (eu-west-1, "us east")`, `evt.arg contains "a b"`,
 * `user exists`. A value with spaces, quotes or parentheses stands in double quotes, with `\"` and `\\`.
 */
export function parsePill(text: string): ParsedPill {
  const source = text.trim().slice(0, maxLength);
  if (source === '') return failed('empty', '');
  const field = fieldPattern.exec(source)?.[0];
  if (field === undefined) return failed('field', source);
  const afterField = source.slice(field.length).trimStart();
  const op = readOperator(afterField);
  if (op === undefined) return failed('operator', field);
  const rest = afterField.slice(op.length).trimStart();
  if (op === 'exists' || op === 'not-exists') {
    return rest === '' ? { ok: true, pill: { field, op } } : failed('rest', rest);
  }
  if (rest === '') return failed('value', op);
  if (op === 'in' || op === 'not-in') return parseListPill(field, op, rest);
  const value = readValue(rest);
  if (value === undefined) return failed('quote', rest);
  const left = rest.slice(value.length).trim();
  if (left !== '') return failed('rest', left);
  if (isOrdering(op)) {
    const number = toNumber(value.text);
    return number === undefined ? failed('number', op) : { ok: true, pill: { field, op, value: number } };
  }
  return { ok: true, pill: { field, op, value: value.text } };
}

/** Writes a pill so that `parsePill` reads the same pill. */
export function formatPill(pill: Pill): string {
  if (pill.op === 'exists' || pill.op === 'not-exists') return `${pill.field} ${pill.op}`;
  if (pill.op === 'in' || pill.op === 'not-in') {
    return `${pill.field} ${pill.op} (${pill.value.map(quoteValue).join(', ')})`;
  }
  return `${pill.field} ${pill.op} ${quoteValue(pill.value)}`;
}

/** The condition that the stores understand. */
export function pillFilter(pill: Pill): Filter {
  if (pill.op === 'not-exists') return { op: 'not', filter: { op: 'exists', field: pill.field } };
  return pill;
}

/** The conditions of a saved filter; undefined when pills cannot say it (alternatives, nested groups). */
export function filterPills(filter: Filter): readonly Pill[] | undefined {
  if ('filters' in filter && filter.op === 'and') {
    const parts = filter.filters.map(filterPills);
    return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  if (filter.op === 'not') {
    return filter.filter.op === 'exists' ? [{ field: filter.filter.field, op: 'not-exists' }] : undefined;
  }
  return 'filters' in filter ? undefined : [filter];
}

/** Adds a pill once; its opposite (`=` against `!=` of one value) gives way to it. */
export function addPill(pills: readonly Pill[], added: Pill): readonly Pill[] {
  const text = formatPill(added);
  const opposite = oppositeText(added);
  const kept = pills.filter((pill) => formatPill(pill) !== opposite);
  return kept.some((pill) => formatPill(pill) === text) ? kept : [...kept, added];
}

function oppositeText(pill: Pill): string | undefined {
  if (pill.op === '=') return formatPill({ ...pill, op: '!=' });
  if (pill.op === '!=') return formatPill({ ...pill, op: '=' });
  if (pill.op === 'exists') return formatPill({ field: pill.field, op: 'not-exists' });
  if (pill.op === 'not-exists') return formatPill({ field: pill.field, op: 'exists' });
  return undefined;
}

function parseListPill(field: string, op: 'in' | 'not-in', rest: string): ParsedPill {
  if (!rest.startsWith('(')) return failed('list', rest);
  const value: string[] = [];
  let left = rest.slice(1).trimStart();
  while (!left.startsWith(')')) {
    const item = readValue(left);
    if (item === undefined) return failed('quote', left);
    if (item.length === 0) return failed('list', rest);
    value.push(item.text);
    left = left.slice(item.length).trimStart();
    if (left.startsWith(',')) left = left.slice(1).trimStart();
    else if (!left.startsWith(')')) return failed('list', rest);
  }
  const after = left.slice(1).trim();
  if (after !== '') return failed('rest', after);
  return value.length === 0 ? failed('value', op) : { ok: true, pill: { field, op, value } };
}

function readOperator(text: string): PillOperator | undefined {
  const symbol = symbols.find((candidate) => text.startsWith(candidate));
  if (symbol) return symbol;
  return words.find((word) => text.startsWith(word) && /^$|^[\s("]/.test(text.slice(word.length)));
}

/** The value at the start of `text` and how many characters it took; undefined for an open quote. */
function readValue(text: string): { readonly text: string; readonly length: number } | undefined {
  if (!text.startsWith('"')) {
    const bare = /^[^\s,()"]*/.exec(text)?.[0] ?? '';
    return { text: bare, length: bare.length };
  }
  let value = '';
  for (let index = 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') return { text: value, length: index + 1 };
    if (character === '\\' && index + 1 < text.length) {
      index += 1;
      value += text.charAt(index);
    } else {
      value += character;
    }
  }
  return undefined;
}

function quoteValue(value: Scalar): string {
  const text = String(value);
  if (text !== '' && !/[\s,()"\\]/.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function isOrdering(op: PillOperator): op is '<' | '<=' | '>' | '>=' {
  return op === '<' || op === '<=' || op === '>' || op === '>=';
}

function toNumber(text: string): number | undefined {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}

function failed(problem: PillProblem['problem'], at: string): ParsedPill {
  return { ok: false, error: { problem, at } };
}
