import type { Json } from '../json.ts';

export type TokenKind = 'identifier' | 'quoted' | 'literal' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The symbol, or the name. */
  readonly text: string;
  readonly value?: Json;
  readonly offset: number;
}

/** The expression is not JMESPath, or a function got what it cannot work on. */
export class JmesPathError extends Error {
  override readonly name = 'JmesPathError';
}

const symbols = [
  '[?',
  '[]',
  '||',
  '&&',
  '==',
  '!=',
  '<=',
  '>=',
  '.',
  '*',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  ':',
  '|',
  '&',
  '<',
  '>',
  '!',
  '@',
];

/** Splits an expression into tokens; the last one is `end`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const unit = text[offset] ?? '';
    if (/\s/.test(unit)) {
      offset += 1;
      continue;
    }
    const [token, end] = read(text, offset, unit);
    tokens.push(token);
    offset = end;
  }
  tokens.push({ kind: 'end', text: 'end of expression', offset });
  return tokens;
}

function read(text: string, offset: number, unit: string): [Token, number] {
  if (/[A-Za-z_]/.test(unit)) return readPattern(text, offset, /[A-Za-z0-9_]*/y, 'identifier');
  if (/[0-9-]/.test(unit)) return readNumber(text, offset);
  if (unit === '"') return readQuoted(text, offset);
  if (unit === "'") return readRaw(text, offset);
  if (unit === '`') return readLiteral(text, offset);
  const symbol = symbols.find((one) => text.startsWith(one, offset));
  if (symbol === undefined) throw new JmesPathError(`unexpected "${unit}" at ${offset} in ${text}`);
  return [{ kind: 'symbol', text: symbol, offset }, offset + symbol.length];
}

function readPattern(text: string, offset: number, pattern: RegExp, kind: TokenKind): [Token, number] {
  pattern.lastIndex = offset;
  const found = pattern.exec(text)?.[0] ?? '';
  return [{ kind, text: found, offset }, offset + found.length];
}

function readNumber(text: string, offset: number): [Token, number] {
  const [token, end] = readPattern(text, offset, /-?[0-9]*/y, 'number');
  if (token.text === '-') throw new JmesPathError(`unexpected "-" at ${offset} in ${text}`);
  return [{ ...token, value: Number(token.text) }, end];
}

function readQuoted(text: string, offset: number): [Token, number] {
  const end = closing(text, offset, '"');
  const source = text.slice(offset, end + 1);
  try {
    return [{ kind: 'quoted', text: String(JSON.parse(source)), offset }, end + 1];
  } catch {
    throw new JmesPathError(`invalid quoted name ${source} at ${offset}`);
  }
}

function readRaw(text: string, offset: number): [Token, number] {
  const end = closing(text, offset, "'");
  const value = text.slice(offset + 1, end).replaceAll("\\'", "'");
  return [{ kind: 'literal', text: value, value, offset }, end + 1];
}

/** JSON in backquotes; text that is no JSON is taken as it stands, as older expressions write it. */
function readLiteral(text: string, offset: number): [Token, number] {
  const end = closing(text, offset, '`');
  const source = text
    .slice(offset + 1, end)
    .replaceAll('\\`', '`')
    .trimStart();
  return [{ kind: 'literal', text: source, value: parseLiteral(source), offset }, end + 1];
}

function parseLiteral(source: string): Json {
  try {
    return JSON.parse(source) as Json;
  } catch {
    return source;
  }
}

function closing(text: string, offset: number, quote: string): number {
  for (let i = offset + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote) return i;
  }
  throw new JmesPathError(`unclosed ${quote} at ${offset} in ${text}`);
}
