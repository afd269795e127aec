import { compareSemVer, parseSemVer, type SemVer } from './semver.ts';
import { type VersionScheme, versionScheme } from './version-scheme.ts';

/** Swift packages: tags by Semantic Versioning; a `v` before it, and a missing patch number, are allowed. */
export const swift: VersionScheme = versionScheme('swift', parse, compareSemVer);

function parse(text: string): SemVer | undefined {
  const version = text.replace(/^v/, '');
  return parseSemVer(/^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$/.test(version) ? `${version}.0` : version);
}
