/**
 * Takes credentials out of configurations before they leave this package. Two rules:
 * the value of every environment variable is replaced whatever it holds, and text anywhere that has the shape
 * of a credential is replaced. The mark says which shape was seen, so that a check can still tell.
 */

interface CredentialShape {
  readonly name: string;
  readonly pattern: RegExp;
}

/** All linear: no nested repetition. */
const shapes: readonly CredentialShape[] = [
  { name: 'aws-access-key-id', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  {
    name: 'private-key',
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  },
  { name: 'github-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b/g },
  { name: 'slack-token', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,250}/g },
  {
    name: 'json-web-token',
    pattern: /\beyJ[A-Za-z0-9_-]{8,4096}\.eyJ[A-Za-z0-9_-]{4,4096}\.[A-Za-z0-9_-]{4,4096}/g,
  },
  { name: 'password-in-url', pattern: /(?<=:\/\/[^\s:/@]{0,100}:)[^\s/@]{1,200}(?=@)/g },
  {
    name: 'password-in-argument',
    pattern: /(?<=--?(?:password|passwd|token|secret|api-?key)[= ])[^\s"']{1,500}/gi,
  },
];

const awsSecretKey = /^[A-Za-z0-9/+]{40}$/;
const secretOption = /token|secret|passw|api[-_]?key|credential/i;
const maxDepth = 40;

/** Names of lists whose members are `{name, value}` with values of unknown content. */
const environmentLists: ReadonlySet<string> = new Set(['environment', 'Environment']);
/** Names of maps whose values are hidden where the key asks for it. */
const optionMaps: ReadonlySet<string> = new Set(['options', 'dockerLabels']);

/**
 * A copy as plain JSON: dates as ISO 8601, no undefined, no response metadata, no credentials.
 * Deeper than 40 levels it is cut off, marked `[too deep]`.
 */
export function toConfiguration(value: object, omit: readonly string[] = []): Record<string, unknown> {
  const kept = Object.entries(value).filter(([key]) => !omit.includes(key));
  return plainObject(kept, 0);
}

/** Text with everything that has the shape of a credential replaced by a mark. */
export function redactText(text: string): string {
  let redacted = text;
  for (const { name, pattern } of shapes) redacted = redacted.replace(pattern, `[redacted ${name}]`);
  return redacted;
}

function plainObject(
  entries: readonly (readonly [string, unknown])[],
  depth: number,
): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, value] of entries) {
    if (value === undefined || key === '$metadata') continue;
    if (environmentLists.has(key) && Array.isArray(value)) copy[key] = value.map(withoutValue);
    else if (optionMaps.has(key) && isRecord(value)) copy[key] = redactOptions(value);
    else copy[key] = plain(value, depth + 1);
  }
  return copy;
}

function plain(value: unknown, depth: number): unknown {
  if (depth > maxDepth) return '[too deep]';
  if (typeof value === 'string') return redactText(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((member) => plain(member, depth + 1));
  if (isRecord(value)) return plainObject(Object.entries(value), depth);
  return typeof value === 'bigint' ? value.toString() : value;
}

/** `{name, value}` of a container's environment with the value replaced; the name stays. */
function withoutValue(variable: unknown): unknown {
  if (!isRecord(variable)) return plain(variable, 0);
  const kept = plainObject(
    Object.entries(variable).filter(([key]) => key !== 'value'),
    0,
  );
  if (typeof variable.value === 'string') kept.value = markOf(variable.value);
  return kept;
}

function markOf(value: string): string {
  if (value === '') return '';
  const shape = shapes.find(({ pattern }) => value.search(pattern) >= 0)?.name;
  if (shape !== undefined) return `[redacted ${shape}]`;
  return awsSecretKey.test(value) ? '[redacted aws-secret-access-key]' : '[redacted]';
}

function redactOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    copy[key] = secretOption.test(key) && typeof value === 'string' ? markOf(value) : plain(value, 0);
  }
  return copy;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
