import { findVersionScheme } from './versions/index.ts';
import type { VersionScheme } from './versions/version-scheme.ts';

/** OSV's ecosystem names (without their release suffix) and the version scheme of their packages. */
const schemeNames: ReadonlyMap<string, string> = new Map([
  ['Debian', 'deb'],
  ['Ubuntu', 'deb'],
  ['Alpine', 'apk'],
  ['Wolfi', 'apk'],
  ['Chainguard', 'apk'],
  ['AlmaLinux', 'rpm'],
  ['Rocky Linux', 'rpm'],
  ['Red Hat', 'rpm'],
  ['SUSE', 'rpm'],
  ['openSUSE', 'rpm'],
  ['openEuler', 'rpm'],
  ['Azure Linux', 'rpm'],
  ['Photon OS', 'rpm'],
  ['Mageia', 'rpm'],
  ['npm', 'npm'],
  ['PyPI', 'pypi'],
  ['Maven', 'maven'],
  ['Go', 'semver'],
  ['RubyGems', 'gem'],
  ['crates.io', 'cargo'],
  ['Packagist', 'composer'],
  ['NuGet', 'nuget'],
  ['Hex', 'hex'],
  ['Pub', 'pub'],
  ['SwiftURL', 'swift'],
  ['ConanCenter', 'generic'],
  ['Bitnami', 'bitnami'],
]);

/** The ecosystems of OSV whose packages can be judged. */
export const osvEcosystems: readonly string[] = [...schemeNames.keys()];

/** The order of versions in an OSV ecosystem (`Debian:12`, `npm`); undefined when it is not known here. */
export function schemeOfEcosystem(ecosystem: string): VersionScheme | undefined {
  const name = schemeNames.get(ecosystem.split(':', 1)[0] ?? '');
  return name === undefined ? undefined : findVersionScheme(name);
}

/** The order of versions, as advisories write them, of packages with a purl type. */
export function schemeOfType(type: string): VersionScheme | undefined {
  return findVersionScheme(type === 'golang' ? 'semver' : type);
}

/** The one spelling of a package's name where an ecosystem admits several. */
export function normalizeName(ecosystem: string, name: string): string {
  switch (ecosystem) {
    case 'PyPI':
      return name.toLowerCase().replace(/[-_.]+/g, '-');
    case 'Packagist':
    case 'NuGet':
    case 'Bitnami':
      return name.toLowerCase();
    case 'SwiftURL':
      return name
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, '')
        .replace(/\.git$/, '');
    default:
      return name;
  }
}
