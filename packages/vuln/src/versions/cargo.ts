import { compareSemVer, parseSemVer, type SemVer } from './semver.ts';
import { type VersionScheme, versionScheme } from './version-scheme.ts';

const maxNumber = 2n ** 64n - 1n;

/** Rust crates: Semantic Versioning by precedence, numbers of 64 bits. */
export const cargo: VersionScheme = versionScheme('cargo', parse, compareSemVer);

function parse(text: string): SemVer | undefined {
  const parsed = parseSemVer(text);
  return parsed?.release.every((part) => BigInt(part) <= maxNumber) === true ? parsed : undefined;
}
