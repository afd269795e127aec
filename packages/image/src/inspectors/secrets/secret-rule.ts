import type { Severity } from '@breakwater/model';

/** What a closer look at a text of the right form says; undefined from a rule's `judge` means: no secret. */
export interface Judgement {
  /** Instead of the rule's. */
  readonly severity?: Severity;
  /** Said of it: `its checksum is wrong`. */
  readonly remark?: string;
}

/**
 * One form of secret. `pattern` is tried only where one of `keywords` stands, and sees at most `maxPatternLength` characters from
 * there, so that a file costs time in proportion to its length, whatever is in it. Patterns are ours alone: every repetition is
 * bounded and none stands in another.
 */
export interface SecretRule {
  /** `aws-access-key-id`; findings carry `secret-` before it. */
  readonly id: string;
  /** What it is, in the singular: `AWS access key id`. */
  readonly title: string;
  readonly severity: Severity;
  /** Three characters of ASCII or more; letters match in either case. */
  readonly keywords: readonly string[];
  /** Sticky, with indices. The secret is its first group, or all of it. */
  readonly pattern: RegExp;
  /** Characters of the secret before the keyword; 0 where none is said. */
  readonly before?: number;
  /** The keyword is a name, which may be the end of a longer one; otherwise a secret must not follow a letter or digit. */
  readonly isNamed?: true;
  /** Bits a character (Shannon) that the secret has at least. */
  readonly minEntropy?: number;
  readonly judge?: (secret: string) => Judgement | undefined;
  /** Text that looks filled in for a reader (`xxxx`, `example`) is a secret all the same. */
  readonly isNeverPlaceholder?: true;
  /** How many characters of it may be shown: those that all of its kind have. */
  readonly shown?: number;
  /** Where to revoke it, when there is more to say than that. */
  readonly remediation?: string;
}

export const maxPatternLength = 1200;

type Extras = Omit<SecretRule, 'id' | 'title' | 'severity' | 'keywords' | 'pattern' | 'isNamed'>;

/** A secret that is known by how it begins; `body` is what follows the prefix. */
export function prefixed(
  id: string,
  title: string,
  severity: Severity,
  prefixes: string | readonly string[],
  body: string,
  extras: Extras = {},
): SecretRule {
  const keywords = typeof prefixes === 'string' ? [prefixes] : prefixes;
  const pattern = new RegExp(`(?:${keywords.map(quote).join('|')})${body}(?![A-Za-z0-9_])`, 'dy');
  return { id, title, severity, keywords, pattern, minEntropy: 3, shown: 4, ...extras };
}

/** A secret that is known only by the name it is given: `NAME = "value"`, `"name": "value"`, `<name>value<`. */
export function named(
  id: string,
  title: string,
  severity: Severity,
  names: readonly string[],
  value: string,
  extras: Extras = {},
): SecretRule {
  const name = `(?:${names.map(quote).join('|')})[A-Za-z0-9_.-]{0,24}`;
  const pattern = new RegExp(
    `${name}\\\\?["']?[ \\t]{0,4}(?:=>|:=|[:=>])[ \\t]{0,4}\\\\?["'\`]?(${value})(?![A-Za-z0-9_/+=-])`,
    'diy',
  );
  return { id, title, severity, keywords: names, pattern, isNamed: true, minEntropy: 3, shown: 0, ...extras };
}

/** A secret whose form is a pattern of its own, tried from the keyword on. */
export function shaped(
  id: string,
  title: string,
  severity: Severity,
  keywords: readonly string[],
  pattern: RegExp,
  extras: Extras = {},
): SecretRule {
  return { id, title, severity, keywords, pattern: new RegExp(pattern.source, 'dy'), shown: 4, ...extras };
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
