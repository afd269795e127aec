import { logicWords, operatorWords, transformers } from './rule-words.ts';
import { type ScannedLine, scanLines } from './scan-lines.ts';

export type TokenKind =
  | 'key'
  | 'item'
  | 'comment'
  | 'text'
  | 'number'
  | 'word'
  | 'operator'
  | 'field'
  | 'name'
  | 'function';

/** A piece of a line that has a colour; what lies between tokens is plain. Columns count from 0. */
export interface Token {
  readonly from: number;
  readonly to: number;
  readonly kind: TokenKind;
}

const piece =
  /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[a-zA-Z]\w*(?:\.[a-zA-Z]\w*)+(?:\[[^\]]*\]?)?|[a-zA-Z_][\w./:-]*|!=|<=|>=|==?|<|>|[()]|[^\s()="'<>!,]+/g;
const numeric = /^(?:0[xX][0-9a-fA-F]+|[+-]?\d+(?:\.\d+)?)$/;
const outputField = /%[a-zA-Z][\w.]*(?:\[[^\]]*\])?/g;
/** Keys whose values are lists of words. */
const listKeys: ReadonlySet<string> = new Set(['items', 'tags', 'fields', 'comps', 'values', 'by']);
/** A word of a list or mapping that is written on one line, with the colon that makes it a key. */
const flowItem = /("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,[\]{}"':]+(?::[^\s,[\]{}]+)*)(\s*:(?=\s|$))?/g;
const itemNames: ReadonlySet<string> = new Set(['rule', 'macro', 'list']);
const logic: ReadonlySet<string> = new Set(logicWords);
const operators: ReadonlySet<string> = new Set(operatorWords);
const functions: ReadonlySet<string> = new Set(transformers);

/** Reads a condition piece by piece; it goes on over the end of a line. */
export class ConditionReader {
  /** What comes next stands right of an operator: a value, not a field or macro. */
  #isRight = false;
  /** Parentheses that are open inside a list of values. */
  #listDepth = 0;

  read(text: string, at: number): readonly Token[] {
    const tokens: Token[] = [];
    for (const match of text.matchAll(piece)) {
      const kind = this.#kindOf(match[0], text.slice(match.index + match[0].length));
      if (kind === undefined) continue;
      tokens.push({ from: at + match.index, to: at + match.index + match[0].length, kind });
    }
    return tokens;
  }

  #kindOf(word: string, rest: string): TokenKind | undefined {
    if (word === '(' || word === ')') {
      this.#parenthesis(word);
      return undefined;
    }
    if (this.#listDepth > 0) return valueKind(word);
    if (functions.has(word) && rest.trimStart().startsWith('(')) {
      this.#isRight = false;
      return 'function';
    }
    if (this.#isRight) {
      this.#isRight = false;
      return valueKind(word);
    }
    if (logic.has(word)) return 'word';
    if (operators.has(word) || /^[=!<>]/.test(word)) {
      this.#isRight = word !== 'exists';
      return 'operator';
    }
    if (/^["']/.test(word) || numeric.test(word)) return valueKind(word);
    return word.includes('.') ? 'field' : 'name';
  }

  #parenthesis(word: '(' | ')'): void {
    if (word === '(' && (this.#isRight || this.#listDepth > 0)) this.#listDepth += 1;
    if (word === ')' && this.#listDepth > 0) this.#listDepth -= 1;
    this.#isRight = false;
  }
}

function valueKind(word: string): TokenKind {
  return numeric.test(word) ? 'number' : 'text';
}

/** The colours of one condition. */
export function conditionTokens(text: string): readonly Token[] {
  return new ConditionReader().read(text, 0);
}

/** The colours of one output: its fields. */
export function outputTokens(text: string): readonly Token[] {
  return [...text.matchAll(outputField)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
    kind: 'field',
  }));
}

/** The colours of the lines of a rule file, line by line. */
export function* fileTokens(
  lines: Iterable<string>,
): Generator<{ readonly line: ScannedLine; readonly tokens: readonly Token[] }> {
  let reader = new ConditionReader();
  for (const line of scanLines(lines)) {
    if (line.key !== undefined) reader = new ConditionReader();
    yield { line, tokens: lineTokens(line, reader) };
  }
}

function lineTokens(line: ScannedLine, reader: ConditionReader): readonly Token[] {
  if (line.isComment) return [{ from: 0, to: line.text.length, kind: 'comment' }];
  const key = line.key;
  const keys: Token[] = key
    ? [{ from: key.from, to: key.to, kind: itemNames.has(key.name) ? 'item' : 'key' }]
    : [];
  return [...keys, ...valueTokens(line, reader)];
}

function valueTokens(line: ScannedLine, reader: ConditionReader): readonly Token[] {
  const text = line.text.slice(line.value);
  if (text === '') return [];
  const at = line.value;
  const name = line.path.at(-1);
  if (name === 'condition') return reader.read(text, at);
  if (name === 'output') {
    return outputTokens(text).map((token) => ({ ...token, from: token.from + at, to: token.to + at }));
  }
  if (name !== undefined && itemNames.has(name)) return [{ from: at, to: at + text.length, kind: 'name' }];
  if (name === 'desc') return [];
  if (/^[[{]/.test(text) || (name !== undefined && listKeys.has(name))) return flowTokens(text, at);
  return [{ from: at, to: at + text.length, kind: numeric.test(text.trim()) ? 'number' : 'text' }];
}

function flowTokens(text: string, at: number): readonly Token[] {
  return [...text.matchAll(flowItem)].map((match) => {
    const word = match[1] ?? '';
    const from = at + match.index;
    return { from, to: from + word.length, kind: match[2] === undefined ? valueKind(word) : 'key' };
  });
}
