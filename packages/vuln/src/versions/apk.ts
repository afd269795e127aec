import { compareDigits, compareText, type VersionScheme, versionScheme } from './version-scheme.ts';

type TokenKind = 'number' | 'part' | 'letter' | 'suffix' | 'suffix-number' | 'commit' | 'revision' | 'end';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** Below `end` are the suffixes that come before a release. */
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];

/** In the order in which tokens may follow each other; a token of an earlier kind outranks one of a later. */
const ranks: Readonly<Record<TokenKind, number>> = {
  number: 0,
  part: 1,
  letter: 2,
  suffix: 3,
  'suffix-number': 4,
  commit: 5,
  revision: 6,
  end: 7,
};

const end: Token = { kind: 'end', text: '' };

/** Alpine packages, as apk-tools orders them: `1.2.3a_rc1_p2~abc123-r4`. */
export const apk: VersionScheme = versionScheme('apk', parse, order);

const grammar =
  /^(\d+)((?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(~[0-9a-f]+)?(?:-r(\d+))?$/;

function parse(text: string): Token[] | undefined {
  const found = grammar.exec(text);
  if (found === null) return undefined;
  const [, first = '', parts = '', letter = '', suffixText = '', commit, revision] = found;
  const tokens: Token[] = [{ kind: 'number', text: first }];
  for (const part of parts.split('.').slice(1)) tokens.push({ kind: 'part', text: part });
  if (letter !== '') tokens.push({ kind: 'letter', text: letter });
  for (const suffix of suffixText.split('_').slice(1)) {
    const name = suffix.replace(/\d+$/, '');
    tokens.push({ kind: 'suffix', text: name });
    if (name.length < suffix.length) tokens.push({ kind: 'suffix-number', text: suffix.slice(name.length) });
  }
  if (commit !== undefined) tokens.push({ kind: 'commit', text: commit.slice(1) });
  if (revision !== undefined) tokens.push({ kind: 'revision', text: revision });
  return tokens;
}

function order(a: readonly Token[], b: readonly Token[]): number {
  for (let index = 0; ; index += 1) {
    const left = a[index] ?? end;
    const right = b[index] ?? end;
    if (left.kind === 'end' && right.kind === 'end') return 0;
    const difference = left.kind === right.kind ? compareToken(left, right) : compareKind(left, right);
    if (difference !== 0) return difference;
  }
}

function compareToken({ kind, text: a }: Token, { text: b }: Token): number {
  if (kind === 'suffix') return suffixes.indexOf(a) - suffixes.indexOf(b);
  if (kind === 'letter' || kind === 'commit') return compareText(a, b);
  // After the first number a leading zero makes a fraction of it: 1.02 is below 1.1.
  if (kind === 'part' && (a.startsWith('0') || b.startsWith('0'))) return compareText(a, b);
  return compareDigits(a, b);
}

/** The version that goes on is higher, unless it goes on with a suffix that precedes the release. */
function compareKind(a: Token, b: Token): number {
  if (isPrerelease(a)) return -1;
  if (isPrerelease(b)) return 1;
  return ranks[b.kind] - ranks[a.kind];
}

function isPrerelease({ kind, text }: Token): boolean {
  return kind === 'suffix' && suffixes.indexOf(text) < suffixes.indexOf('');
}
