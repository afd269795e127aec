import { comparePrerelease } from './semver.ts';
import { compareDigits, type VersionScheme, versionScheme } from './version-scheme.ts';

interface NugetVersion {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
}

/** NuGet packages: up to four numbers, prerelease without regard to letter case, metadata ignored. */
export const nuget: VersionScheme = versionScheme('nuget', parse, order);

const grammar = /^(\d+(?:\.\d+){0,3})(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]+)?$/;

function parse(text: string): NugetVersion | undefined {
  const found = grammar.exec(text.trim().toLowerCase());
  if (found === null) return undefined;
  return { numbers: (found[1] ?? '').split('.'), prerelease: found[2]?.split('.') ?? [] };
}

function order(a: NugetVersion, b: NugetVersion): number {
  for (let index = 0; index < 4; index += 1) {
    const difference = compareDigits(a.numbers[index] ?? '', b.numbers[index] ?? '');
    if (difference !== 0) return difference;
  }
  return comparePrerelease(a.prerelease, b.prerelease);
}
