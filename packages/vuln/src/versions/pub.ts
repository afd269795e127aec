import { comparePrerelease, compareSemVer, parseSemVer, type SemVer } from './semver.ts';
import { type VersionScheme, versionScheme } from './version-scheme.ts';

/** Dart packages (pub_semver): Semantic Versioning in which build metadata counts: `1.0.0 < 1.0.0+1 < 1.0.0+2`. */
export const pub: VersionScheme = versionScheme('pub', parseSemVer, order);

function order(a: SemVer, b: SemVer): number {
  return compareSemVer(a, b) || compareBuild(a.build, b.build);
}

/** Builds go as prereleases do, but a version without one is below those that have one. */
function compareBuild(a: string, b: string): number {
  if (a === '' || b === '') return Number(a !== '') - Number(b !== '');
  return comparePrerelease(a.split('.'), b.split('.'));
}
