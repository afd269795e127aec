import { compareDigits, compareText, type VersionScheme, versionScheme } from './version-scheme.ts';

interface RpmVersion {
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
}

/** RPM packages: `[epoch:]version[-release]`, each part ordered by rpmvercmp; no epoch is 0. */
export const rpm: VersionScheme = versionScheme('rpm', parse, order);

function parse(text: string): RpmVersion | undefined {
  const colon = text.indexOf(':');
  const epoch = colon < 0 ? '0' : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (!/^\d*$/.test(epoch)) return undefined;
  const hyphen = rest.lastIndexOf('-');
  return hyphen < 0
    ? { epoch, version: rest, release: '' }
    : { epoch, version: rest.slice(0, hyphen), release: rest.slice(hyphen + 1) };
}

function order(a: RpmVersion, b: RpmVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) || comparePart(a.version, b.version) || comparePart(a.release, b.release)
  );
}

/** rpmvercmp: segments of digits or letters; `~` is below the end, `^` above it but below any segment. */
function comparePart(a: string, b: string): number {
  if (a === b) return 0;
  let left = a;
  let right = b;
  for (;;) {
    left = left.replace(/^[^A-Za-z0-9~^]+/, '');
    right = right.replace(/^[^A-Za-z0-9~^]+/, '');
    if (left.startsWith('~') || right.startsWith('~')) {
      if (!left.startsWith('~')) return 1;
      if (!right.startsWith('~')) return -1;
      left = left.slice(1);
      right = right.slice(1);
      continue;
    }
    if (left.startsWith('^') || right.startsWith('^')) {
      if (left === '') return -1;
      if (right === '') return 1;
      if (!left.startsWith('^')) return 1;
      if (!right.startsWith('^')) return -1;
      left = left.slice(1);
      right = right.slice(1);
      continue;
    }
    if (left === '' || right === '') break;
    const segment = /^\d/.test(left) ? /^\d+/ : /^[A-Za-z]+/;
    const [one = ''] = segment.exec(left) ?? [];
    const [two = ''] = segment.exec(right) ?? [];
    if (two === '') return /^\d/.test(one) ? 1 : -1;
    const difference = /^\d/.test(one) ? compareDigits(one, two) : compareText(one, two);
    if (difference !== 0) return difference;
    left = left.slice(one.length);
    right = right.slice(two.length);
  }
  return left.length - right.length;
}
