import { deb } from './deb.ts';
import { npm } from './npm.ts';
import type { VersionScheme } from './version-scheme.ts';

/** Every version scheme, by the purl type whose packages it orders. */
export const versionSchemes: readonly VersionScheme[] = [deb, npm];

export function findVersionScheme(name: string): VersionScheme | undefined {
  return versionSchemes.find((scheme) => scheme.name === name);
}
