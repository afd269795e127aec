import { isSecretName } from '../../secret-reason.ts';
import { entropyOf } from './entropy.ts';
import type { FoundSecret } from './find-secrets.ts';
import { indexKeywords } from './keyword-index.ts';
import { isPlaceholder, judgePassword } from './placeholder.ts';
import type { SecretRule } from './secret-rule.ts';

/** What settings are called that hold a secret; the rest of the name is judged by its words. */
const nameParts: readonly string[] = [
  ...[
    'passw',
    'passphrase',
    'secret',
    'token',
    'apikey',
    'api_key',
    'api-key',
    'api.key',
    'access_key',
    'access-key',
  ],
  ...['accesskey', 'private_key', 'privatekey', 'encryption_key', 'signing_key', 'master_key', 'account_key'],
  ...['credential', '_pwd', '_pass', 'auth_key'],
];
const index = indexKeywords(nameParts);

/** Files of settings; source code is full of variables with such names. */
const settingsFile =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.envrc|credentials|secrets?|[\w.-]+\.(?:env|ini|cfg|cnf|conf|config|properties|toml|ya?ml|tfvars|json|xml))$/i;
const environmentFile =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.envrc|[\w.-]+\.env|credentials|secrets?\.(?:ya?ml|ini|properties|toml|json))$/i;

/** One setting on a line: `name = value`, `"name": "value"`, `export NAME=value`, `<name>value</name>`. */
const setting =
  /^[ \t]{0,40}(?:export[ \t]{1,4}|set[ \t]{1,4}|-[ \t]{1,4})?["'<]?([A-Za-z_][\w.-]{0,80})["'>]?[ \t]{0,8}(?:=>|:=|[:=]|(?<=>))[ \t]{0,8}(?:"([^"\n]{0,300})"|'([^'\n]{0,300})'|([^\s"'<>#;,]{1,300}))[ \t]{0,8}(?:,|;|#[^\n]{0,200}|<\/[\w.-]{1,80}>)?[ \t\r]{0,8}$/;
const maxLineLength = 600;
const maxFound = 100;

const rule: SecretRule = {
  id: 'password-setting',
  title: 'password or key in a setting',
  severity: 'medium',
  keywords: nameParts,
  pattern: setting,
  shown: 0,
};

/** Settings of configuration files with the name of a secret and a value that somebody chose; none that overlaps `known`. */
export function findAssignments(
  path: string,
  content: Uint8Array,
  known: readonly FoundSecret[],
): readonly FoundSecret[] {
  if (!settingsFile.test(path)) return [];
  const isEnvironment = environmentFile.test(path);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const found: FoundSecret[] = [];
  let lineEnd = -1;
  index.find(content, (_word, at) => {
    if (at < lineEnd) return true;
    const lineStart = bytes.lastIndexOf(0x0a, at) + 1;
    const newline = bytes.indexOf(0x0a, at);
    lineEnd = newline === -1 ? bytes.length : newline;
    if (lineEnd - lineStart > maxLineLength) return true;
    const span = secretValue(bytes.toString('latin1', lineStart, lineEnd), isEnvironment);
    if (span === undefined) return true;
    const start = lineStart + span.start;
    const end = lineStart + span.end;
    if (!known.some((one) => start < one.end && one.start < end)) {
      found.push({ rule, start, end, severity: isEnvironment ? 'high' : rule.severity });
    }
    return found.length < maxFound;
  });
  return found;
}

/** Where the value of a line stands, when it is a secret's. */
function secretValue(line: string, isEnvironment: boolean): { start: number; end: number } | undefined {
  const match = setting.exec(line);
  if (match === null) return undefined;
  const [, name = '', double, single, bare] = match;
  const value = double ?? single ?? bare ?? '';
  if (!isSecretName(name) || !isChosen(value, isEnvironment)) return undefined;
  const start = line.lastIndexOf(value);
  return { start, end: start + value.length };
}

/** A value that a person or a generator made up: no word, path, flag, number or reference. */
function isChosen(value: string, isEnvironment: boolean): boolean {
  if (value.length < 6 || isPlaceholder(value) || judgePassword(value) === undefined) return false;
  if (
    /^(?:\.{0,2}\/|[a-z]+:\/\/|~\/|arn:|\d+(?:\.\d+)*[a-z]{0,2}$|[A-Za-z]:\\)/.test(value) ||
    /\s/.test(value)
  )
    return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9_.:/-]/].filter((kind) => kind.test(value)).length;
  if (isEnvironment) return kinds >= 2 || entropyOf(value) >= 3;
  return kinds >= 2 && /[0-9]/.test(value) && entropyOf(value) >= 2.5;
}
