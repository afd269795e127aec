/** A mistake in the text of a condition, at an offset of it. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const blanks = /[ \t\b\r\n]+/y;
const notBlank = /not[ \t\b\r\n\f\v]+/y;
const identifier = /[a-zA-Z][a-zA-Z0-9_]*/y;
const fieldName = /[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)+/y;
const bareArgument = /[^\]["'\s]+/y;
const number = /0[xX][0-9a-zA-Z]+|[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-][0-9]+)?/y;
const wholeNumber = new RegExp(`^(?:${number.source})$`);
const bareWord = /[^()"'\s=,]+/y;

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '/': '/',
  ' ': '\\',
};

/** Whether the whole text is a number token. */
export function isNumber(text: string): boolean {
  return wholeNumber.test(text);
}

export interface Token {
  readonly text: string;
  /** A quoted text with bytes beyond ASCII given by `\xHH`, one character a byte. */
  readonly bytes?: string;
  readonly at: number;
}

/**
 * Reads tokens from a condition on demand: what a run of characters means depends on where it stands
 * (`<a` is a value after `=`, an operator after a field). Each method consumes what it returns, or nothing.
 */
export class Lexer {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  blank(): boolean {
    return this.#match(blanks) !== undefined;
  }

  notBlank(): boolean {
    return this.#match(notBlank) !== undefined;
  }

  /** Consumes exactly this text. */
  literal(text: string): boolean {
    if (!this.text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** Consumes the first of these texts that follows. */
  oneOf<T extends string>(texts: readonly T[]): T | undefined {
    return texts.find((text) => this.literal(text));
  }

  /** Consumes the first of these words that is followed by a blank. */
  wordBeforeBlank<T extends string>(words: readonly T[]): T | undefined {
    return words.find((word) => {
      if (!this.text.startsWith(word, this.#at)) return false;
      const next = this.text.charAt(this.#at + word.length);
      return next !== '' && ' \t\b\r\n'.includes(next) && this.literal(word);
    });
  }

  identifier(): Token | undefined {
    return this.#match(identifier);
  }

  fieldName(): Token | undefined {
    return this.#match(fieldName);
  }

  bareArgument(): Token | undefined {
    return this.#match(bareArgument);
  }

  number(): Token | undefined {
    return this.#match(number);
  }

  bareWord(): Token | undefined {
    return this.#match(bareWord);
  }

  /** A quoted text, unescaped. Throws SyntaxProblem when it does not end or has a wrong escape. */
  quoted(): Token | undefined {
    const start = this.#at;
    const quote = this.text.charAt(start);
    if (quote !== '"' && quote !== "'") return undefined;
    let value = '';
    let hasBytes = false;
    for (let index = start + 1; index < this.text.length; index += 1) {
      const char = this.text.charAt(index);
      if (char === '\0') throw new SyntaxProblem('a quoted text must not hold a NUL byte', index);
      if (char === quote) {
        this.#at = index + 1;
        return hasBytes ? fromBytes(value, start) : { text: value, at: start };
      }
      if (char !== '\\') {
        value += char;
        continue;
      }
      const [unescaped, length] = this.#escape(index + 1, quote);
      hasBytes ||= unescaped >= lowestByte;
      value += unescaped;
      index += length;
    }
    throw new SyntaxProblem(`the quoted text that starts here has no closing ${quote}`, start);
  }

  #escape(at: number, quote: string): readonly [string, number] {
    const char = this.text.charAt(at);
    if (char === quote) return [quote, 1];
    const simple = escapes[char];
    if (simple !== undefined) return [simple, 1];
    const hex = char === 'x' ? /^[0-9a-fA-F]{2}/.exec(this.text.slice(at + 1, at + 3)) : null;
    if (hex !== null && hex[0] !== '00') return [byteCharacter(Number.parseInt(hex[0], 16)), 3];
    throw new SyntaxProblem(
      `"\\${char}" is not an escape; one of \\b \\f \\n \\r \\t \\\\ \\/ \\xHH \\${quote}`,
      at - 1,
    );
  }

  #match(pattern: RegExp): Token | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    const at = this.#at;
    this.#at += match[0].length;
    return { text: match[0], at };
  }
}

const lowestByte = '\udc80';

/** A byte beyond ASCII is kept as a lone surrogate until the whole text is known. */
function byteCharacter(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

/** Bytes that are UTF-8 together are the characters they stand for. */
function fromBytes(text: string, at: number): Token {
  const parts = text.split(/([\udc80-\udcff])/u);
  const bytes = Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 1 ? Buffer.from([part.charCodeAt(0) - 0xdc00]) : Buffer.from(part, 'utf8'),
    ),
  );
  return { text: bytes.toString('utf8'), bytes: bytes.toString('latin1'), at };
}
