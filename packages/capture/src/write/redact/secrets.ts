import { RE2JS } from 're2js';
import { type Finder, finderOf } from './patterns.ts';
import { findCommandSecrets } from './program-secrets.ts';

/** Words that names of secrets end in. */
const word =
  '(?:pass(?:word|wd|phrase|code)?|[-_.]pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|secret[-_.]?key|signing[-_.]?key|app[-_.]?key|master[-_.]?key|session[-_.]?key|encryption[-_.]?key|credentials?)';
const name = `[a-z0-9_.-]*${word}`;
/** A value in quotes, or up to the next blank; arguments end in a NUL. */
const value = `(?:"([^"\\x00]*)|'([^'\\x00]*)|([^\\s"'\\x00;&|,)}]+))`;

/** How secrets look; groups hold what is hidden. Cases do not matter where the first column says so. */
const table: readonly (readonly [flags: '' | 'i', expression: string])[] = [
  // --password=x and --password x: an argument is a secret to its end, whatever is in it.
  ['i', `(?:^|\\x00)--?${name}(?:=|\\x00)([^\\x00]+)`],
  ['i', `(?:^|[\\s"'])--?${name}(?:=|[ \\t]+)${value}`],
  ['i', `(?:^|[\\s"'\\x00?&;,/{([])${name}["']?[ \\t]{0,4}[=:][ \\t]{0,4}${value}`],
  ['', `(?:^|\\x00)(?:-u|--user|--proxy-user)(?:=|\\x00)[^\\x00:]*:([^\\x00]+)`],
  ['', `(?:^|\\s)(?:-u|--user|--proxy-user)(?:=|\\s+)["']?[^\\s:"'\\x00]*:([^\\s"'\\x00]+)`],
  ['i', `\\b(?:proxy-)?authorization["']?\\s*[:=]\\s*["']?(?:[a-z]+[ \\t]+)?([^\\s"'\\x00]+)`],
  ['i', `\\b(?:bearer|basic)[ \\t]+([a-z0-9._~+/=-]{8,})`],
  ['i', `\\b(?:x-[a-z-]*(?:key|token|secret)|(?:set-)?cookie)["']?\\s*:\\s*["']?([^\\r\\n"'\\x00]+)`],
  // The password of an address: https://user:password@host
  ['i', `[a-z][a-z0-9+.-]*://[^\\s/:@"'\\x00]*:([^\\s/"'\\x00]+)@`],
  ['', `\\b((?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16})\\b`],
  ['', `\\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,})`],
  ['', `\\b(xox[abeoprs]-[A-Za-z0-9-]{8,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,})`],
  ['', `\\b((?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}|sk-[A-Za-z0-9_-]{20,}|AIza[A-Za-z0-9_-]{30,})`],
  ['', `\\b(hv[sbr]\\.[A-Za-z0-9_-]{16,}|dop_v1_[a-f0-9]{32,}|SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]+)`],
  ['', `\\b(eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*)?)`],
  ['', `-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----([^-]+)`],
  // JSON within JSON, however often it was escaped.
  ['i', `${name}\\\\+["']\\s*:\\s*\\\\+["']([^"'\\\\\\x00]+)`],
  // ~/.netrc
  ['', `\\bmachine\\s[^\\x00]{0,300}?\\bpassword\\s+([^\\s\\x00]+)`],
  ['', `\\blogin\\s+[^\\s\\x00]+\\s+password\\s+([^\\s\\x00]+)`],
  ['', `[^\\s:"'\\x00]+:([^\\s"'\\x00|]+)["']?\\s*\\|\\s*(?:sudo\\s+)?(?:/[a-z/]*/)?chpasswd`],
  ['', `\\bchpasswd\\b[^\\n\\x00]{0,100}?<<<\\s*["']?[^\\s:"'\\x00]+:([^\\s"'\\x00]+)`],
  // Whoever knows the address of a webhook may use it.
  ['i', `hooks\\.slack(?:-gov)?\\.com/(?:services|workflows|triggers)/([a-z0-9/_+-]+)`],
  ['i', `discord(?:app)?\\.com/api/(?:v[0-9]+/)?webhooks/[0-9]+/([a-z0-9_-]+)`],
  ['i', `(?:webhook\\.office\\.com/webhookb2|outlook\\.office(?:365)?\\.com/webhook)/([^\\s"'\\x00]+)`],
  // A token in place of a user: https://token@host
  ['i', `[a-z][a-z0-9+.-]*://([a-z0-9_-]{20,})@`],
  // Hashes of passwords, as in /etc/shadow.
  ['', `(\\$(?:1|2[abxy]?|5|6|7|y|gy|argon2[a-z]*)\\$[A-Za-z0-9./$=,+-]{8,})`],
];

const finders = table.map(
  ([flags, expression]): Finder =>
    finderOf(RE2JS.compile(expression, flags === 'i' ? RE2JS.CASE_INSENSITIVE : 0)),
);

/** A character a byte. */
const latin = new TextDecoder('latin1');

/** Without one of these words no pattern of the table can match; most texts are done with here. */
const hint =
  /pass|pwd|secret|token|key|credential|author|bearer|basic|cookie|:\/\/|webhook|hooks\.slack|-u|--user|proxy-user|AKIA|ASIA|AROA|AIDA|gh[pousr]_|github_pat|glpat|xox|npm_|pypi-|[srp]k[-_]|AIza|hv[sbr]\.|dop_v1|SG\.|eyJ|-----BEGIN|\$[1-7yga]/i;

/** Secrets as they are commonly written: passwords, tokens, keys. */
export const findSecrets: Finder = (bytes) => {
  if (!hint.test(latin.decode(bytes))) return findCommandSecrets(bytes);
  return [...finders.flatMap((find) => find(bytes)), ...findCommandSecrets(bytes)];
};

const secretNames = RE2JS.compile(
  `.*(?:^|_|-|\\.)(?:[a-z0-9]*(?:password|passwd|passphrase|secret|token|credentials?)|(?:api|app|master|session|signing|encryption)_?key|access_?key|private_?key|secret_?key|[a-z0-9]*apikey|pass|pwd|auth)(?:_?(?:id|base64|b64|value|key))?`,
  RE2JS.CASE_INSENSITIVE,
);
const harmless: ReadonlySet<string> = new Set(['PWD', 'OLDPWD']);

/** Whether a variable of that name holds a secret, as names are commonly given. */
export function isSecretName(text: string): boolean {
  return !harmless.has(text) && secretNames.matches(text);
}
