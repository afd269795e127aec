import { comparePrerelease } from './semver.ts';
import { compareDigits, type VersionScheme, versionScheme } from './version-scheme.ts';

interface BitnamiVersion {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
  /** Of the packaging; empty when none is named, as in advisories. */
  readonly revision: string;
}

/**
 * Bitnami's components: `X.Y.Z-N`, where `-N` counts builds of one version and is no prerelease. Some have dates for versions
 * (`2023.03.20`), or one, two or four numbers: missing ones are 0.
 */
export const bitnami: VersionScheme = versionScheme('bitnami', parse, order);

const grammar =
  /^(\d+(?:\.\d+){0,4})(?:-([A-Za-z][0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*))?(?:-(\d+))?(?:\+[0-9A-Za-z.-]+)?$/;

function parse(text: string): BitnamiVersion | undefined {
  const found = grammar.exec(text);
  if (found === null) return undefined;
  const [, numbers = '', prerelease, revision = ''] = found;
  return { numbers: numbers.split('.'), prerelease: prerelease?.split('.') ?? [], revision };
}

function order(a: BitnamiVersion, b: BitnamiVersion): number {
  for (let index = 0; index < Math.max(a.numbers.length, b.numbers.length); index += 1) {
    const difference = compareDigits(a.numbers[index] ?? '', b.numbers[index] ?? '');
    if (difference !== 0) return difference;
  }
  return comparePrerelease(a.prerelease, b.prerelease) || compareDigits(a.revision, b.revision);
}
