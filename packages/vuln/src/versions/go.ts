import { compareSemVer, parseSemVer, type SemVer } from './semver.ts';
import { type VersionScheme, versionScheme } from './version-scheme.ts';

/** Go modules as golang.org/x/mod/semver orders them: a leading `v`, minor and patch may be left out. */
export const go: VersionScheme = versionScheme('go', parse, compareSemVer);

/** Versions of Go advisories: the same without the `v`. */
export const semver: VersionScheme = versionScheme('semver', parseSemVer, compareSemVer);

function parse(text: string): SemVer | undefined {
  if (!text.startsWith('v')) return undefined;
  const version = text.slice(1);
  const short = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))?$/.test(version);
  if (!short) return parseSemVer(version);
  return parseSemVer(version.includes('.') ? `${version}.0` : `${version}.0.0`);
}
