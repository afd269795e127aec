import type { Severity } from '@breakwater/model';
import { entropyOf } from './entropy.ts';
import { indexKeywords } from './keyword-index.ts';
import { isPlaceholder } from './placeholder.ts';
import { secretRules } from './rules/index.ts';
import { maxPatternLength, type SecretRule } from './secret-rule.ts';

/** A secret in a text: where, and what it is. The text itself is never kept. */
export interface FoundSecret {
  readonly rule: SecretRule;
  /** Bytes from the start of the text. */
  readonly start: number;
  readonly end: number;
  readonly severity: Severity;
  readonly remark?: string;
}

export interface FoundSecrets {
  /** By place; no two overlap. */
  readonly secrets: readonly FoundSecret[];
  /** False when a limit stopped the search. */
  readonly isComplete: boolean;
}

export interface SecretLimits {
  readonly maxSecrets: number;
  /** Places where a keyword stands and an expression is tried. */
  readonly maxTries: number;
}

export const defaultSecretLimits: SecretLimits = { maxSecrets: 200, maxTries: 200_000 };

const words: readonly string[] = [...new Set(secretRules.flatMap(({ keywords }) => keywords.map(lower)))];
const rulesOf: readonly (readonly number[])[] = words.map((word) =>
  secretRules.flatMap(({ keywords }, index) => (keywords.some((one) => lower(one) === word) ? [index] : [])),
);
const index = indexKeywords(words);

/** Finds every secret of a known form. Time is in proportion to the length of the text, whatever stands in it. */
export function findSecrets(bytes: Uint8Array, limits: SecretLimits = defaultSecretLimits): FoundSecrets {
  const candidates: (FoundSecret & { readonly rank: number })[] = [];
  let tries = 0;
  index.find(bytes, (word, at) => {
    for (const rank of rulesOf[word] ?? []) {
      tries += 1;
      const found = tryRule(secretRules[rank] as SecretRule, bytes, at);
      if (found !== undefined) candidates.push({ ...found, rank });
    }
    return tries < limits.maxTries && candidates.length < limits.maxSecrets;
  });
  const isComplete = tries < limits.maxTries && candidates.length < limits.maxSecrets;
  return { secrets: withoutOverlaps(candidates), isComplete };
}

/** The first secret of a short text, such as the value of a variable. */
export function findSecret(text: string): FoundSecret | undefined {
  return findSecrets(Buffer.from(text, 'utf8')).secrets[0];
}

function tryRule(rule: SecretRule, bytes: Uint8Array, keywordAt: number): FoundSecret | undefined {
  const start = keywordAt - (rule.before ?? 0);
  if (start < 0 || (rule.isNamed !== true && continuesWord(bytes, start))) return undefined;
  const text = latin1(bytes, start, start + maxPatternLength);
  rule.pattern.lastIndex = 0;
  const match = rule.pattern.exec(text);
  if (match === null) return undefined;
  const [from, to] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0];
  const secret = text.slice(from, to);
  if (rule.minEntropy !== undefined && entropyOf(secret) < rule.minEntropy) return undefined;
  if (rule.isNeverPlaceholder !== true && isPlaceholder(secret)) return undefined;
  const judgement = rule.judge === undefined ? {} : rule.judge(secret);
  if (judgement === undefined) return undefined;
  return { rule, start: start + from, end: start + to, severity: rule.severity, ...judgement };
}

/** A letter or digit before it makes it the rest of something else, unless that is an escape such as `\n`. */
function continuesWord(bytes: Uint8Array, start: number): boolean {
  const before = bytes[start - 1];
  if (before === undefined || !isWordByte(before) || !isWordByte(bytes[start] ?? 0)) return false;
  const isEscape = bytes[start - 2] === 0x5c && (before === 0x6e || before === 0x74 || before === 0x72);
  return !isEscape;
}

function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f
  );
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    start,
    Math.min(end, bytes.length),
  );
}

/** Of secrets that overlap, the one whose rule comes first. */
function withoutOverlaps(
  candidates: readonly (FoundSecret & { readonly rank: number })[],
): readonly FoundSecret[] {
  const kept: FoundSecret[] = [];
  for (const { rank: _, ...one } of candidates.toSorted((a, b) => a.rank - b.rank || a.start - b.start)) {
    if (!kept.some(({ start, end }) => one.start < end && start < one.end)) kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function lower(text: string): string {
  return text.toLowerCase();
}
