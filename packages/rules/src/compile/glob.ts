/** One element of a pattern: any text, any character, one of a set, or a literal character. */
type GlobToken =
  | { readonly kind: 'star' }
  | { readonly kind: 'any' }
  | {
      readonly kind: 'set';
      readonly isNegated: boolean;
      readonly ranges: readonly Range[];
    }
  | { readonly kind: 'literal'; readonly char: string };

/** The first and the last character. */
type Range = readonly [string, string];

export const hasGlobSyntax = (text: string): boolean => /[*?[\\]/.test(text);

/**
 * fnmatch without path or period rules: `*` crosses `/`, `?` is one character, `[a-z]`, `[!a]`, backslash
 * escapes. The whole text must match. Time is at most the product of both lengths.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const tokens = parseGlob(pattern);
  if (tokens.every(({ kind }) => kind === 'star' || kind === 'literal')) return compileStars(tokens);
  const start = literalStart(tokens);
  return (text) => text.startsWith(start) && matchGlob(tokens, text);
}

/** What every text begins with that matches the pattern; `isAll`: and whatever begins with it matches. */
export function globStart(pattern: string): { readonly text: string; readonly isAll: boolean } {
  const tokens = parseGlob(pattern);
  const text = literalStart(tokens);
  const first = tokens.findIndex(({ kind }) => kind !== 'literal');
  return { text, isAll: tokens[first]?.kind === 'star' && first === tokens.length - 1 };
}

/** A pattern of nothing but stars and texts between them: each text is looked for behind the one before it. */
function compileStars(tokens: readonly GlobToken[]): (text: string) => boolean {
  const texts = [''];
  for (const token of tokens) {
    if (token.kind === 'literal') texts.push(texts.pop() + token.char);
    else texts.push('');
  }
  const [start = '', ...rest] = texts;
  const end = rest.pop();
  if (end === undefined) return (text) => text === start;
  const between = rest.filter((one) => one !== '');
  return (text) => {
    if (!text.startsWith(start)) return false;
    let at = start.length;
    for (const one of between) {
      const found = text.indexOf(one, at);
      if (found === -1) return false;
      at = found + one.length;
    }
    return text.length - end.length >= at && text.endsWith(end);
  };
}

/** The characters that every matching text begins with. */
function literalStart(tokens: readonly GlobToken[]): string {
  let start = '';
  for (const token of tokens) {
    if (token.kind !== 'literal') return start;
    start += token.char;
  }
  return start;
}

function parseGlob(pattern: string): readonly GlobToken[] {
  const tokens: GlobToken[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern.charAt(index);
    if (char === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (char === '?') {
      tokens.push({ kind: 'any' });
    } else if (char === '\\' && index + 1 < pattern.length) {
      index += 1;
      tokens.push({ kind: 'literal', char: pattern.charAt(index) });
    } else {
      const set = char === '[' ? parseSet(pattern, index) : undefined;
      tokens.push(set?.token ?? { kind: 'literal', char });
      if (set !== undefined) index = set.end;
    }
  }
  return tokens;
}

/** The classes of characters that POSIX has in the C locale: `[[:alpha:]]`. */
const classes = new Map<string, readonly Range[]>(
  Object.entries({
    alnum: [
      ['0', '9'],
      ['A', 'Z'],
      ['a', 'z'],
    ],
    alpha: [
      ['A', 'Z'],
      ['a', 'z'],
    ],
    blank: [
      [' ', ' '],
      ['\t', '\t'],
    ],
    cntrl: [
      ['\0', '\x1f'],
      ['\x7f', '\x7f'],
    ],
    digit: [['0', '9']],
    graph: [['!', '~']],
    lower: [['a', 'z']],
    print: [[' ', '~']],
    punct: [
      ['!', '/'],
      [':', '@'],
      ['[', '`'],
      ['{', '~'],
    ],
    space: [
      [' ', ' '],
      ['\t', '\r'],
    ],
    upper: [['A', 'Z']],
    xdigit: [
      ['0', '9'],
      ['A', 'F'],
      ['a', 'f'],
    ],
  } satisfies Record<string, readonly Range[]>),
);

/** A bracket expression that starts at `start`; undefined when it does not close and `[` is literal. */
function parseSet(pattern: string, start: number): { token: GlobToken; end: number } | undefined {
  let index = start + 1;
  const isNegated = pattern.charAt(index) === '!' || pattern.charAt(index) === '^';
  if (isNegated) index += 1;
  const ranges: Range[] = [];
  for (let first = true; index < pattern.length; first = false) {
    let char = pattern.charAt(index);
    if (char === ']' && !first) return { token: { kind: 'set', isNegated, ranges }, end: index };
    const [named, className = ''] = classAt(pattern, index);
    if (named !== undefined) {
      ranges.push(...(classes.get(className) ?? []));
      index += named.length;
      continue;
    }
    if (char === '\\') {
      index += 1;
      char = pattern.charAt(index);
    }
    const isRange = pattern.charAt(index + 1) === '-' && !['', ']'].includes(pattern.charAt(index + 2));
    ranges.push([char, isRange ? pattern.charAt(index + 2) : char]);
    index += isRange ? 3 : 1;
  }
  return undefined;
}

function classAt(pattern: string, index: number): readonly string[] {
  if (!pattern.startsWith('[:', index)) return [];
  return /^\[:([a-z]+):\]/.exec(pattern.slice(index, index + 12)) ?? [];
}

/** On a mismatch only the last star is extended, which is enough. */
function matchGlob(tokens: readonly GlobToken[], text: string): boolean {
  let token = 0;
  let index = 0;
  let starToken = -1;
  let starIndex = 0;
  while (index < text.length) {
    const current = tokens[token];
    if (current?.kind === 'star') {
      starToken = token;
      starIndex = index;
      token += 1;
    } else if (current !== undefined && matchesOne(current, text.charAt(index))) {
      token += 1;
      index += 1;
    } else if (starToken !== -1) {
      starIndex += 1;
      index = starIndex;
      token = starToken + 1;
    } else {
      return false;
    }
  }
  while (tokens[token]?.kind === 'star') token += 1;
  return token === tokens.length;
}

function matchesOne(token: GlobToken, char: string): boolean {
  if (token.kind === 'any') return true;
  if (token.kind === 'literal') return token.char === char;
  if (token.kind === 'star') return false;
  return token.ranges.some(([low, high]) => char >= low && char <= high) !== token.isNegated;
}
