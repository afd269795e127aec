import type { Json } from '../json.ts';
import { JmesPathError, type Token, tokenize } from './token.ts';

export type Comparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** An expression as a tree of plain values. */
export type Node =
  | { readonly kind: 'current' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly bounds: readonly [number | null, number | null, number | null] }
  | { readonly kind: 'pipe' | 'subexpression' | 'or' | 'and'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'not' | 'flatten' | 'reference'; readonly inner: Node }
  | { readonly kind: 'projection' | 'values'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'filter'; readonly left: Node; readonly condition: Node; readonly right: Node }
  | { readonly kind: 'comparison'; readonly operator: Comparator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Node])[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] };

const maximumLength = 10_000;
const maximumDepth = 200;

const power: Readonly<Record<string, number>> = {
  '|': 1,
  '||': 2,
  '&&': 3,
  '==': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '[]': 9,
  '*': 20,
  '[?': 21,
  '.': 40,
  '!': 45,
  '{': 50,
  '[': 55,
  '(': 60,
};

/** Below this power a symbol ends a projection. */
const projectionStop = 10;
const comparators: readonly string[] = ['==', '!=', '<', '<=', '>', '>='];

/** Parses a JMESPath expression; throws `JmesPathError` that says where it is wrong. */
export function parse(expression: string): Node {
  if (expression.length > maximumLength) throw new JmesPathError(`longer than ${maximumLength} characters`);
  const parser = new Parser(expression);
  const node = parser.expression(0);
  parser.expectEnd();
  return node;
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  expression(minimum: number): Node {
    this.#depth += 1;
    if (this.#depth > maximumDepth) throw this.#error(this.#peek(), 'nested too deep');
    let left = this.#prefix(this.#next());
    while (minimum < this.#power()) left = this.#infix(this.#next(), left);
    this.#depth -= 1;
    return left;
  }

  expectEnd(): void {
    if (this.#peek().kind !== 'end') throw this.#error(this.#peek(), `unexpected ${this.#peek().text}`);
  }

  #prefix(token: Token): Node {
    if (token.kind === 'literal') return { kind: 'literal', value: token.value ?? null };
    if (token.kind === 'identifier') return { kind: 'field', name: token.text };
    if (token.kind === 'quoted') {
      if (this.#is('(')) throw this.#error(token, 'a quoted name is not a function');
      return { kind: 'field', name: token.text };
    }
    switch (token.kind === 'symbol' ? token.text : '') {
      case '@':
        return { kind: 'current' };
      case '*':
        return { kind: 'values', left: { kind: 'current' }, right: this.#projected(power['*'] ?? 0) };
      case '!':
        return { kind: 'not', inner: this.expression(power['!'] ?? 0) };
      case '&':
        return { kind: 'reference', inner: this.expression(0) };
      case '(': {
        const inner = this.expression(0);
        this.#expect(')');
        return inner;
      }
      case '[?':
        return this.#filter({ kind: 'current' });
      case '[]':
        return this.#flatten({ kind: 'current' });
      case '{':
        return this.#object();
      case '[':
        return this.#bracketPrefix();
      default:
        throw this.#error(token, `unexpected ${token.text}`);
    }
  }

  #infix(token: Token, left: Node): Node {
    const symbol = token.text;
    if (symbol === '.') return this.#dot(left);
    if (symbol === '|') return { kind: 'pipe', left, right: this.expression(power['|'] ?? 0) };
    if (symbol === '||') return { kind: 'or', left, right: this.expression(power['||'] ?? 0) };
    if (symbol === '&&') return { kind: 'and', left, right: this.expression(power['&&'] ?? 0) };
    if (isComparator(symbol)) {
      return { kind: 'comparison', operator: symbol, left, right: this.expression(power[symbol] ?? 0) };
    }
    if (symbol === '(') return this.#call(token, left);
    if (symbol === '[?') return this.#filter(left);
    if (symbol === '[]') return this.#flatten(left);
    if (symbol === '[') return this.#bracket(left);
    throw this.#error(token, `unexpected ${symbol}`);
  }

  #dot(left: Node): Node {
    if (!this.#is('*')) return { kind: 'subexpression', left, right: this.#afterDot(power['.'] ?? 0) };
    this.#next();
    return { kind: 'values', left, right: this.#projected(power['*'] ?? 0) };
  }

  #afterDot(minimum: number): Node {
    const token = this.#peek();
    if (token.kind === 'identifier' || token.kind === 'quoted' || this.#is('*'))
      return this.expression(minimum);
    if (this.#is('[')) {
      this.#next();
      return this.#list();
    }
    if (this.#is('{')) {
      this.#next();
      return this.#object();
    }
    throw this.#error(token, `a name, [ or { must follow ".", not ${token.text}`);
  }

  /** What is applied to each element of a projection. */
  #projected(minimum: number): Node {
    if (this.#power() < projectionStop) return { kind: 'current' };
    if (this.#is('[') || this.#is('[?')) return this.expression(minimum);
    if (this.#is('.')) {
      this.#next();
      return this.#afterDot(minimum);
    }
    throw this.#error(this.#peek(), `unexpected ${this.#peek().text} after a projection`);
  }

  #filter(left: Node): Node {
    const condition = this.expression(0);
    this.#expect(']');
    const right: Node = this.#is('[]') ? { kind: 'current' } : this.#projected(power['[?'] ?? 0);
    return { kind: 'filter', left, condition, right };
  }

  #flatten(left: Node): Node {
    return {
      kind: 'projection',
      left: { kind: 'flatten', inner: left },
      right: this.#projected(power['[]'] ?? 0),
    };
  }

  #bracketPrefix(): Node {
    if (this.#peek().kind === 'number' || this.#is(':')) return this.#indexOrSlice({ kind: 'current' });
    if (this.#is('*') && this.#isAt(1, ']')) return this.#star({ kind: 'current' });
    return this.#list();
  }

  #bracket(left: Node): Node {
    if (this.#peek().kind === 'number' || this.#is(':')) return this.#indexOrSlice(left);
    return this.#star(left);
  }

  #star(left: Node): Node {
    this.#expect('*');
    this.#expect(']');
    return { kind: 'projection', left, right: this.#projected(power['*'] ?? 0) };
  }

  #indexOrSlice(left: Node): Node {
    const bounds: (number | null)[] = [null, null, null];
    let part = 0;
    while (!this.#is(']')) {
      const token = this.#next();
      if (token.kind === 'number') bounds[part] = Number(token.value);
      else if (token.text === ':' && part < 2) part += 1;
      else throw this.#error(token, `unexpected ${token.text} in an index`);
    }
    this.#expect(']');
    const [start = null, stop = null, step = null] = bounds;
    if (part === 0) return { kind: 'subexpression', left, right: { kind: 'index', index: start ?? 0 } };
    const slice: Node = { kind: 'slice', bounds: [start, stop, step] };
    return {
      kind: 'projection',
      left: { kind: 'subexpression', left, right: slice },
      right: this.#projected(power['*'] ?? 0),
    };
  }

  #list(): Node {
    const items: Node[] = [];
    do items.push(this.expression(0));
    while (this.#accept(','));
    this.#expect(']');
    return { kind: 'list', items };
  }

  #object(): Node {
    const entries: (readonly [string, Node])[] = [];
    do {
      const key = this.#next();
      if (key.kind !== 'identifier' && key.kind !== 'quoted') throw this.#error(key, 'a key must be a name');
      this.#expect(':');
      entries.push([key.text, this.expression(0)]);
    } while (this.#accept(','));
    this.#expect('}');
    return { kind: 'object', entries };
  }

  #call(token: Token, left: Node): Node {
    if (left.kind !== 'field') throw this.#error(token, 'only a name can be called');
    const args: Node[] = [];
    if (!this.#is(')')) {
      do args.push(this.expression(0));
      while (this.#accept(','));
    }
    this.#expect(')');
    return { kind: 'call', name: left.name, args };
  }

  #power(): number {
    const token = this.#peek();
    return token.kind === 'symbol' ? (power[token.text] ?? 0) : 0;
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[this.#position + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) throw new JmesPathError('empty expression');
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #is(symbol: string): boolean {
    return this.#isAt(0, symbol);
  }

  #isAt(ahead: number, symbol: string): boolean {
    const token = this.#peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  #accept(symbol: string): boolean {
    if (!this.#is(symbol)) return false;
    this.#next();
    return true;
  }

  #expect(symbol: string): void {
    const token = this.#next();
    if (token.kind !== 'symbol' || token.text !== symbol) {
      throw this.#error(token, `expected ${symbol}, found ${token.text}`);
    }
  }

  #error(token: Token, message: string): JmesPathError {
    return new JmesPathError(`${message} at ${token.offset} in ${this.#text}`);
  }
}

function isComparator(text: string): text is Comparator {
  return comparators.includes(text);
}
