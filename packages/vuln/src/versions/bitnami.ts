import { compareSemVer, parseSemVer, type SemVer } from './semver.ts';
import { compareDigits, type VersionScheme, versionScheme } from './version-scheme.ts';

interface BitnamiVersion {
  readonly version: SemVer;
  /** Of the packaging; empty when none is named, as in advisories. */
  readonly revision: string;
}

/** Bitnami's components: `X.Y.Z-N`, where `-N` counts builds of one version and is no prerelease. */
export const bitnami: VersionScheme = versionScheme('bitnami', parse, order);

function parse(text: string): BitnamiVersion | undefined {
  const [, number = text, revision = ''] = /^(.*?)-(\d+)$/.exec(text) ?? [];
  const version = parseSemVer(withThreeNumbers(number));
  return version === undefined ? undefined : { version, revision };
}

/** Some components have versions of one or two numbers: the missing ones are 0. */
function withThreeNumbers(number: string): string {
  if (/^\d+$/.test(number)) return `${number}.0.0`;
  return /^\d+\.\d+$/.test(number) ? `${number}.0` : number;
}

function order(a: BitnamiVersion, b: BitnamiVersion): number {
  return compareSemVer(a.version, b.version) || compareDigits(a.revision, b.revision);
}
