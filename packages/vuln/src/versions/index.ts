import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { cargo } from './cargo.ts';
import { composer } from './composer.ts';
import { deb } from './deb.ts';
import { gem } from './gem.ts';
import { generic } from './generic.ts';
import { go, semver } from './go.ts';
import { hex } from './hex.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { pub } from './pub.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm.ts';
import { swift } from './swift.ts';
import type { VersionScheme } from './version-scheme.ts';

/** Every version scheme; most are named as the purl type whose packages they order. */
export const versionSchemes: readonly VersionScheme[] = [
  apk,
  bitnami,
  cargo,
  composer,
  deb,
  gem,
  generic,
  go,
  hex,
  maven,
  npm,
  nuget,
  pub,
  pypi,
  rpm,
  semver,
  swift,
];

export function findVersionScheme(name: string): VersionScheme | undefined {
  return versionSchemes.find((scheme) => scheme.name === name);
}
