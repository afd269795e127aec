import { normalizeName } from '../ecosystems.ts';
import type { Matcher } from './matcher.ts';

interface Language {
  readonly type: string;
  readonly ecosystem: string;
  /** The version as advisories write it. */
  readonly version?: (installed: string) => string;
}

/** Packages known by one name, whole (npm with its scope, Maven as `group:artifact`), and one version. */
const languages: readonly Language[] = [
  { type: 'npm', ecosystem: 'npm' },
  { type: 'pypi', ecosystem: 'PyPI' },
  { type: 'maven', ecosystem: 'Maven' },
  { type: 'gem', ecosystem: 'RubyGems', version: withoutPlatform },
  { type: 'cargo', ecosystem: 'crates.io' },
  { type: 'composer', ecosystem: 'Packagist' },
  { type: 'nuget', ecosystem: 'NuGet' },
  { type: 'hex', ecosystem: 'Hex' },
  { type: 'pub', ecosystem: 'Pub' },
  { type: 'swift', ecosystem: 'SwiftURL' },
  { type: 'conan', ecosystem: 'ConanCenter' },
  { type: 'bitnami', ecosystem: 'Bitnami' },
];

export const languageMatchers: readonly Matcher[] = languages.map(({ type, ecosystem, version }) => ({
  types: [type],
  subject: (target) => ({
    ecosystems: [ecosystem],
    name: normalizeName(ecosystem, target.name),
    version: version?.(target.version) ?? target.version,
    matchedBy: 'exact-package',
  }),
}));

/** `1.11.1-java`: a gem's platform is no part of its version, yet would be read as a prerelease. */
function withoutPlatform(installed: string): string {
  return installed.split('-', 1)[0] ?? installed;
}
