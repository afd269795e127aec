import { findSecret } from './inspectors/secrets/find-secrets.ts';

/** Words of a name that make its value a secret. */
const secretWords: ReadonlySet<string> = new Set([
  'PASSWORD',
  'PASSWD',
  'PASSWORT',
  'PASSPHRASE',
  'PASS',
  'PWD',
  'SECRET',
  'SECRETS',
  'TOKEN',
  'APIKEY',
  'CREDENTIAL',
  'CREDENTIALS',
]);

/** Pairs of words that do, where one alone would not. */
const secretPairs: ReadonlySet<string> = new Set([
  'API_KEY',
  'ACCESS_KEY',
  'SECRET_KEY',
  'PRIVATE_KEY',
  'ENCRYPTION_KEY',
  'SIGNING_KEY',
  'AUTH_KEY',
  'MASTER_KEY',
  'ACCOUNT_KEY',
]);

/** Last words that say the value is about a secret and not one itself. */
const harmlessEndings: ReadonlySet<string> = new Set([
  'FILE',
  'PATH',
  'DIR',
  'DIRECTORY',
  'URL',
  'URI',
  'ENDPOINT',
  'NAME',
  'LENGTH',
  'SIZE',
  'COUNT',
  'TTL',
  'EXPIRY',
  'EXPIRES',
  'EXPIRATION',
  'TIMEOUT',
  'ENABLED',
  'DISABLED',
  'REQUIRED',
  'ALGORITHM',
  'TYPE',
  'MODE',
  'HEADER',
  'ISSUER',
  'AUDIENCE',
  'POLICY',
  'ARN',
  'VERSION',
  'PREFIX',
  'ROTATION',
  'LIFETIME',
  'MIN',
  'MAX',
  'REF',
  'PROVIDER',
  'CLASS',
  'STDIN',
  'FORMAT',
  'LOCATION',
  'HELPER',
  'STORE',
  'MANAGER',
]);

/** In a setting the heading alone is enough: the key may be cut into several. */
const privateKeyHeading = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY/;
/** A password in a URL, whatever it is: in a setting even a common word is one. */
const urlPassword = /^[a-z][a-z0-9+.-]{1,30}:\/\/[^/\s:@]{0,200}:(?!\*+@)[^/\s@${}]{1,200}@/i;

/** Why a value looks like a secret; undefined when it does not. */
export function secretReason(name: string, value: string): string | undefined {
  if (!isLiteral(value)) return undefined;
  const known = findSecret(value);
  if (known !== undefined) return `holds what has the form of a secret: ${known.rule.title}`;
  if (privateKeyHeading.test(value)) return 'holds a private key';
  if (urlPassword.test(value)) return 'holds a password in a URL';
  return isSecretName(name) && !isFlagOrPath(value) ? 'has the name of a secret' : undefined;
}

/** Whether the words of a name make its value a secret: `DB_PASSWORD`, `dbPassword`, `db-password` and `db.password`, not `DB_PASSWORD_FILE`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
  const last = words.at(-1);
  if (last === undefined || harmlessEndings.has(last)) return false;
  if (words.length === 1 && (last === 'PWD' || last === 'PASS')) return false; // the shell's working directory
  if (words.some((word) => secretWords.has(word) && !(word === 'PWD' && words[0] === 'OLD'))) return true;
  return words.some((word, index) => secretPairs.has(`${word}_${words[index + 1] ?? ''}`));
}

/** Nothing, and what is filled in when the container or the build runs, gives nothing away. */
function isLiteral(value: string): boolean {
  return value !== '' && !/^(?:\$|%\(|<[^>]*>$|\*+$)/.test(value) && !value.includes('$(');
}

function isFlagOrPath(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|none|null)$/i.test(value) || /^\.{0,2}\/[\w./-]*$/.test(value);
}

/** How a secret is shown: that it is there, and nothing of it. */
export const mask = '******';
