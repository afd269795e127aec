import { compareSemVer, parseSemVer, type SemVer } from './semver.ts';
import { type VersionScheme, versionScheme } from './version-scheme.ts';

const maxLength = 256;

/** npm packages: Semantic Versioning as node-semver reads it strictly (a leading `v`, numbers up to 2^53-1). */
export const npm: VersionScheme = versionScheme('npm', parseNpmVersion, compareSemVer);

/** Reads an exact npm version; undefined for what node-semver refuses. */
export function parseNpmVersion(text: string): SemVer | undefined {
  if (text.length > maxLength) return undefined;
  const parsed = parseSemVer(text.trim().replace(/^v/, ''));
  const isSafe = parsed?.release.every((part) => Number(part) <= Number.MAX_SAFE_INTEGER) ?? false;
  return isSafe ? parsed : undefined;
}
