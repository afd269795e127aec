import { type Network, parseNetwork } from './cidr.ts';
import { isEqual, type Operand } from './comparison.ts';
import { parseDate } from './dates.ts';
import { isList, isObject, type Json } from './json.ts';
import { LooseVersion } from './loose-version.ts';
import { EvaluationError } from './policy-error.ts';

/** The two sides of a comparison after conversion. */
export interface Sides {
  readonly policy: Operand;
  readonly resource: Operand;
}

/** What a conversion may use. `read` evaluates a key or expression on the resource. */
export interface ConversionContext {
  readonly now: Date;
  readonly read: (key: string) => Json;
}

type Conversion = (policy: Json, resource: Json, context: ConversionContext) => Sides;

const day = 86_400_000;

const conversions: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  [
    'normalize',
    (policy, resource) => ({
      policy,
      resource: typeof resource === 'string' ? resource.trim().toLowerCase() : resource,
    }),
  ],
  [
    'expr',
    (policy, resource, { read }) => ({ policy: typeof policy === 'string' ? read(policy) : null, resource }),
  ],
  ['integer', (policy, resource) => ({ policy, resource: toNumber(resource, /^[-+]?\d+$/) })],
  [
    'float',
    (policy, resource) => ({ policy, resource: toNumber(resource, /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i) }),
  ],
  ['size', (policy, resource) => ({ policy, resource: size(resource) })],
  ['unique_size', (policy, resource) => ({ policy, resource: uniqueSize(resource) })],
  ['swap', (policy, resource) => ({ policy: resource, resource: policy })],
  [
    'date',
    (policy, resource) => ({ policy: parseDate(policy) ?? null, resource: parseDate(resource) ?? null }),
  ],
  // Older than N days reads as "age greater than N", so the sides change places.
  [
    'age',
    (policy, resource, { now }) => ({ policy: parseDate(resource) ?? 0, resource: shifted(now, policy, -1) }),
  ],
  [
    'expiration',
    (policy, resource, { now }) => ({ policy: shifted(now, policy, 1), resource: parseDate(resource) ?? 0 }),
  ],
  ['version', (policy, resource) => ({ policy: toVersion(policy), resource: toVersion(resource) })],
  ['cidr', (policy, resource) => networks(policy, resource)],
  ['cidr_size', (policy, resource) => ({ policy, resource: toNetwork(resource)?.prefix ?? 0 })],
]);

export const valueTypeNames: readonly string[] = [...conversions.keys(), 'resource_count'];

/** Converts both sides as a `value_type` asks. Throws `EvaluationError` where the data cannot be converted at all. */
export function convert(type: string, policy: Json, resource: Json, context: ConversionContext): Sides {
  const conversion = conversions.get(type);
  return conversion === undefined ? { policy, resource } : conversion(policy, resource, context);
}

function toNumber(value: Json, form: RegExp): number {
  if (typeof value === 'number') return form.source.includes('e[') ? value : Math.trunc(value);
  const text = String(value).trim();
  return form.test(text) ? Number(text) : 0;
}

function size(value: Json): number {
  if (typeof value === 'string') return [...value].length;
  if (isList(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

function uniqueSize(value: Json): number {
  if (typeof value === 'string') return new Set(value).size;
  if (!isList(value)) return size(value);
  if (value.some((item) => isList(item) || isObject(item))) return 0;
  return value.filter((item, index) => value.findIndex((other) => isEqual(other, item)) === index).length;
}

function shifted(now: Date, days: Json, direction: 1 | -1): Date {
  if (typeof days === 'number') return new Date(now.getTime() + direction * days * day);
  const date = typeof days === 'string' ? parseDate(days) : undefined;
  if (date === undefined)
    throw new EvaluationError(`age and expiration need a number of days, not ${JSON.stringify(days)}`);
  return date;
}

function toVersion(value: Json): LooseVersion {
  if (typeof value !== 'string' || value === '') {
    throw new EvaluationError(`${JSON.stringify(value)} is no version`);
  }
  return new LooseVersion(value);
}

function networks(policy: Json, resource: Json): Sides {
  const wanted = toNetworks(policy);
  const found = toNetworks(resource);
  const isSwapped = isNetwork(wanted) && wanted.isAddress && isNetwork(found) && !found.isAddress;
  return isSwapped ? { policy: found, resource: wanted } : { policy: wanted, resource: found };
}

function isNetwork(value: Operand): value is Network {
  return typeof value === 'object' && value !== null && 'isAddress' in value;
}

function toNetworks(value: Json): Operand {
  if (isList(value)) return value.map((item) => toNetwork(item) ?? null);
  return toNetwork(value) ?? null;
}

function toNetwork(value: Json): Network | undefined {
  if (typeof value !== 'string') throw new EvaluationError(`${JSON.stringify(value)} is no network`);
  return parseNetwork(value);
}
