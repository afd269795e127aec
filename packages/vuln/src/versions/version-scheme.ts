/** How `a` stands to `b`. */
export type Order = -1 | 0 | 1;

/**
 * The order of versions of one ecosystem. A version that the ecosystem's own tool refuses has no order:
 * `undefined`, never 0.
 */
export interface VersionScheme {
  readonly name: string;
  isValid(version: string): boolean;
  compare(a: string, b: string): Order | undefined;
  /** Parses `version` once for many comparisons; undefined when it is refused. */
  comparatorFor(version: string): ((other: string) => Order | undefined) | undefined;
}

/** Longer than any real version; what is longer is refused, so that hostile data costs nothing. */
const maxVersionLength = 512;

/** Advisories name the same bounds again and again: so many of them are kept parsed. */
const maxRemembered = 4096;

/** Makes a scheme of a parser and an order of what it parsed; either says undefined where there is none. */
export function versionScheme<V>(
  name: string,
  parse: (version: string) => V | undefined,
  order: (a: V, b: V) => number | undefined,
): VersionScheme {
  const remembered = new Map<string, V | undefined>();

  function read(version: string): V | undefined {
    const known = remembered.get(version);
    if (known !== undefined || remembered.has(version)) return known;
    if (version.length > maxVersionLength) return undefined;
    const parsed = parse(version);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(version, parsed);
    return parsed;
  }

  function comparatorFor(version: string): ((other: string) => Order | undefined) | undefined {
    const left = read(version);
    if (left === undefined) return undefined;
    return (other) => {
      const right = read(other);
      return right === undefined ? undefined : toOrder(order(left, right));
    };
  }

  return {
    name,
    isValid: (version) => read(version) !== undefined,
    compare: (a, b) => comparatorFor(a)?.(b),
    comparatorFor,
  };
}

function toOrder(difference: number | undefined): Order | undefined {
  if (difference === undefined) return undefined;
  if (difference === 0) return 0;
  return difference < 0 ? -1 : 1;
}

/** Orders two runs of decimal digits of any length as numbers; an empty run is 0. */
export function compareDigits(a: string, b: string): number {
  const left = stripZeros(a);
  const right = stripZeros(b);
  if (left.length !== right.length) return left.length - right.length;
  return compareText(left, right);
}

/** Orders two strings by code unit. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function stripZeros(digits: string): string {
  let start = 0;
  while (start < digits.length && digits.charCodeAt(start) === 48) start += 1;
  return start === 0 ? digits : digits.slice(start);
}
