/** What a pattern of an owners file is compared with. */
export const ownerSelectors = ['repository', 'cluster', 'service', 'account', 'namespace'] as const;

export type OwnerSelector = (typeof ownerSelectors)[number];

/** One line that names owners. All its patterns have to hold. */
export interface OwnersLine {
  /** From 1. */
  readonly line: number;
  readonly patterns: readonly { readonly selector: OwnerSelector; readonly glob: string }[];
  /** Empty: nobody owns what the patterns cover. */
  readonly owners: readonly string[];
}

export interface OwnersProblem {
  readonly line: number;
  readonly message: string;
}

export interface OwnersFile {
  readonly lines: readonly OwnersLine[];
  /** Lines that could not be understood; they decide nothing. */
  readonly problems: readonly OwnersProblem[];
}

export const ownersFileLimits = { bytes: 262_144, lines: 5000, pattern: 300, owner: 200 } as const;

/**
 * Reads a file in the manner of CODEOWNERS: patterns, then owners with an `@` (`@team`, `name@example.com`); `#` begins
 * a comment; of the lines that match, the last decides.
 *
 *     payments/**                        @payments
 *     cluster:prod service:checkout-*    @checkout oncall@example.com
 *     account:123456789012               @platform
 *
 * A pattern without a selector is one of the repository.
 */
export function parseOwnersFile(text: string): OwnersFile {
  const lines: OwnersLine[] = [];
  const problems: OwnersProblem[] = [];
  if (Buffer.byteLength(text) > ownersFileLimits.bytes) {
    return {
      lines,
      problems: [{ line: 1, message: `the file has more than ${ownersFileLimits.bytes} bytes` }],
    };
  }
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (line > ownersFileLimits.lines) {
      problems.push({
        line,
        message: `the file has more than ${ownersFileLimits.lines} lines: the rest is not read`,
      });
      break;
    }
    const words = wordsOf(raw);
    if (words.length === 0) continue;
    const read = readLine(words, line);
    if (typeof read === 'string') problems.push({ line, message: read });
    else lines.push(read);
  }
  return { lines, problems };
}

function wordsOf(raw: string): readonly string[] {
  const words = raw
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment === -1 ? words : words.slice(0, comment);
}

function readLine(words: readonly string[], line: number): OwnersLine | string {
  const isOwner = (word: string) => word.includes('@') && selectorOf(word) === undefined;
  const firstOwner = words.findIndex(isOwner);
  const patternWords = firstOwner === -1 ? words : words.slice(0, firstOwner);
  const owners = firstOwner === -1 ? [] : words.slice(firstOwner);
  if (patternWords.length === 0) return 'a pattern is expected before the owners';
  const stray = owners.find((word) => !isOwner(word));
  if (stray !== undefined) return `${quote(stray)} is no owner: @team or an e-mail address is expected`;
  const long = owners.find((owner) => owner.length > ownersFileLimits.owner);
  if (long !== undefined) return `the owner ${quote(long)} is too long`;
  const patterns: OwnersLine['patterns'][number][] = [];
  for (const word of patternWords) {
    const selector = selectorOf(word);
    const glob = selector === undefined ? word : word.slice(selector.length + 1);
    if (selector === undefined && /^[a-z]+:/.test(word) && !word.includes('/')) {
      return `${quote(word)} begins with an unknown selector: one of ${ownerSelectors.join(', ')} is expected`;
    }
    if (glob === '') return `${quote(word)} has no pattern`;
    if (glob.length > ownersFileLimits.pattern) return `the pattern ${quote(word)} is too long`;
    patterns.push({ selector: selector ?? 'repository', glob: selector === undefined ? bare(glob) : glob });
  }
  return { line, patterns, owners };
}

function selectorOf(word: string): OwnerSelector | undefined {
  return ownerSelectors.find((selector) => word.startsWith(`${selector}:`));
}

/** As in CODEOWNERS: a leading slash is the root, a trailing one everything below, a lone star everything. */
function bare(glob: string): string {
  if (glob === '*') return '**';
  const rooted = glob.replace(/^\//, '');
  return rooted.endsWith('/') ? `${rooted}**` : rooted;
}

function quote(word: string): string {
  return JSON.stringify(word.length > 80 ? `${word.slice(0, 80)}…` : word);
}
