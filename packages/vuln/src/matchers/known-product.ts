import type { Matcher } from './matcher.ts';

/** Bitnami's names for products that are installed by hand, where they differ. */
const names: ReadonlyMap<string, string> = new Map([['httpd', 'apache']]);

/** What Bitnami packages from upstream's own releases: its records are about those versions. */
const covered: ReadonlySet<string> = new Set([
  'apache',
  'haproxy',
  'mariadb',
  'memcached',
  'nginx',
  'node',
  'openresty',
  'php',
  'postgresql',
  'python',
  'redis',
  'ruby',
  'valkey',
]);

/**
 * Programs known only by the version strings in them, judged by Bitnami's records of the same product. Weak evidence: a
 * distribution's patches do not show in a version string, so it is for programs that no distribution brought.
 */
export const knownProductMatcher: Matcher = {
  types: ['generic'],
  subject: ({ name, version }) => {
    const known = names.get(name) ?? name;
    if (!covered.has(known)) return `no advisory data for ${name}, which is known by a version string only`;
    return { ecosystems: ['Bitnami'], name: known, version, matchedBy: 'version-string' };
  },
};
