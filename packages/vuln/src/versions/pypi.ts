import { compareDigits, compareText, type VersionScheme, versionScheme } from './version-scheme.ts';

interface PypiVersion {
  readonly epoch: string;
  /** Without the zeros at its end. */
  readonly release: readonly string[];
  readonly pre?: { readonly rank: number; readonly number: string };
  readonly post?: string;
  readonly dev?: string;
  readonly local: readonly string[];
}

/** Python packages by PEP 440, with the spellings that it normalises. */
export const pypi: VersionScheme = versionScheme('pypi', parse, order);

const grammar = new RegExp(
  '^v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)' +
    '(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\\d*))?' +
    '(?:-(\\d+)|[-_.]?(post|rev|r)[-_.]?(\\d*))?' +
    '(?:[-_.]?(dev)[-_.]?(\\d*))?' +
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
);

const preRanks: Readonly<Record<string, number>> = {
  a: 0,
  alpha: 0,
  b: 1,
  beta: 1,
  c: 2,
  rc: 2,
  pre: 2,
  preview: 2,
};

function parse(text: string): PypiVersion | undefined {
  const found = grammar.exec(text.trim().toLowerCase());
  if (found === null) return undefined;
  const [
    ,
    epoch = '0',
    release = '',
    pre,
    preNumber = '',
    bare,
    post,
    postNumber = '',
    dev,
    devNumber = '',
    local,
  ] = found;
  const isPost = bare !== undefined || post !== undefined;
  return {
    epoch,
    release: trimZeros(release.split('.')),
    ...(pre === undefined ? {} : { pre: { rank: preRanks[pre] ?? 0, number: preNumber } }),
    ...(isPost ? { post: bare ?? postNumber } : {}),
    ...(dev === undefined ? {} : { dev: devNumber }),
    local: local?.split(/[-_.]/) ?? [],
  };
}

function trimZeros(parts: readonly string[]): readonly string[] {
  let end = parts.length;
  while (end > 0 && /^0+$/.test(parts[end - 1] ?? '')) end -= 1;
  return parts.slice(0, end);
}

function order(a: PypiVersion, b: PypiVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareRelease(a.release, b.release) ||
    comparePre(a, b) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocal(a.local, b.local)
  );
}

function compareRelease(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = compareDigits(a[index] ?? '', b[index] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `1.0.dev1` is below every prerelease of 1.0; a release (or its post release) is above them. */
function comparePre(a: PypiVersion, b: PypiVersion): number {
  const difference = preRank(a) - preRank(b);
  return difference !== 0 ? difference : compareDigits(a.pre?.number ?? '', b.pre?.number ?? '');
}

function preRank({ pre, post, dev }: PypiVersion): number {
  if (pre !== undefined) return pre.rank;
  return post === undefined && dev !== undefined ? -1 : 3;
}

/** Two numbers that may be absent; `absent` says on which side of all numbers an absent one lies. */
function compareOptional(a: string | undefined, b: string | undefined, absent: -1 | 1): number {
  if (a === undefined && b === undefined) return 0;
  if (a === undefined) return absent;
  if (b === undefined) return -absent;
  return compareDigits(a, b);
}

/** Numbers above words; the longer of two with the same start is higher. */
function compareLocal(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const [one = '', two = ''] = [a[index], b[index]];
    const isNumberOne = /^\d+$/.test(one);
    const isNumberTwo = /^\d+$/.test(two);
    if (isNumberOne !== isNumberTwo) return isNumberOne ? 1 : -1;
    const difference = isNumberOne ? compareDigits(one, two) : compareText(one, two);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
