import { compareSemVer, parseSemVer } from './semver.ts';
import { type VersionScheme, versionScheme } from './version-scheme.ts';

/** Hex packages (Elixir, Erlang): Semantic Versioning, strictly. */
export const hex: VersionScheme = versionScheme('hex', parseSemVer, compareSemVer);
