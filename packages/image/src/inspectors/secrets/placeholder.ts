import type { Judgement } from './secret-rule.ts';

/** Longer texts hold such words by chance. */
const maxJudgedLength = 120;

const filledIn =
  /example|your|xxxx|\*\*\*|placeholder|change.?me|replace|dummy|sample|insert|redacted|123456789|todo|not.?a.?(?:real|secret)|fake/i;

/** What is filled in when the program or the build runs: `${VAR}`, `{{ x }}`, `<token>`, `%(x)s`, `$(cat f)`, `%VAR%`, `@x@`. */
const template = /\$\{|\$\(|\{\{|^\$[A-Za-z_]|^<|>$|^%|%$|^@[\w.-]+@$|^\{[\w.-]*\}$|^\[.*\]$/;

/** Text that stands where a secret goes, for people to replace: `AKIAIOSFODNN7EXAMPLE`, `xxxx`, `${TOKEN}`. */
export function isPlaceholder(text: string): boolean {
  if (template.test(text)) return true;
  if (text.length > maxJudgedLength) return text.includes('EXAMPLE');
  return filledIn.test(text) || /(.)\1{7}/.test(text);
}

/** Words that documentation and defaults use for a password. */
const commonWords: ReadonlySet<string> = new Set(
  'pass passwd password passwort passphrase pwd pw secret user username token test testing changeme admin root guest foo bar baz foobar value string none null undefined true false my mypass mypassword mysecret userpass postgres mysql redis mongo rabbitmq abc xyz 123 1234 12345 123456 key apikey auth bearer basic required optional default empty blank hidden masked'.split(
    ' ',
  ),
);

/** For a text that is a secret only if somebody chose it as one. */
export function judgePassword(text: string): Judgement | undefined {
  const word = text.toLowerCase();
  return commonWords.has(word) || /^(.)\1*$/.test(text) || /^[$%#{<[(*:]/.test(text) || text.includes('$')
    ? undefined
    : {};
}
