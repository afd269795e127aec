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
]);

/** Forms that are secrets under any name. */
const secretForms: readonly { readonly form: RegExp; readonly reason: string }[] = [
  { form: /^(?:AKIA|ASIA)[A-Z0-9]{16}$/, reason: 'has the form of an AWS access key id' },
  { form: /^gh[pousr]_[A-Za-z0-9]{36}$/, reason: 'has the form of a GitHub token' },
  { form: /^github_pat_[A-Za-z0-9_]{50,}$/, reason: 'has the form of a GitHub token' },
  { form: /^glpat-[A-Za-z0-9_-]{20,}$/, reason: 'has the form of a GitLab token' },
  { form: /^xox[abeoprs]-[A-Za-z0-9-]{10,}$/, reason: 'has the form of a Slack token' },
  { form: /^sk_live_[A-Za-z0-9]{16,}$/, reason: 'has the form of a Stripe key' },
  { form: /^npm_[A-Za-z0-9]{36}$/, reason: 'has the form of an npm token' },
  { form: /^AIza[A-Za-z0-9_-]{35}$/, reason: 'has the form of a Google API key' },
  { form: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY/, reason: 'holds a private key' },
  {
    form: /^[a-z][a-z0-9+.-]{1,30}:\/\/[^/\s:@]{0,200}:[^/\s@${}]{1,200}@/i,
    reason: 'holds a password in a URL',
  },
];

/** Why a value looks like a secret; undefined when it does not. */
export function secretReason(name: string, value: string): string | undefined {
  if (!isLiteral(value)) return undefined;
  const known = secretForms.find(({ form }) => form.test(value));
  if (known !== undefined) return known.reason;
  return isSecretName(name) && !isFlagOrPath(value) ? 'has the name of a secret' : undefined;
}

/** Splits `DB_PASSWORD`, `dbPassword`, `db-password` and `db.password` into words. */
function isSecretName(name: string): boolean {
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
