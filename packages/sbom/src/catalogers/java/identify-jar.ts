import type { Coordinates } from './pom.ts';

/** What a jar says of itself, without Maven's documents. The group may not be known. */
export interface JarIdentity {
  readonly group?: string;
  readonly artifact: string;
  readonly version: string;
}

interface JarName {
  readonly artifact: string;
  readonly version?: string;
}

const qualifiers =
  'alpha|beta|snapshot|release|final|ga|rc|cr|sp|m|b|jre|android|jdk|incubating|pre|redhat|build';
const versionedName = new RegExp(
  `^(.+)-(v?\\d+(?:[._][A-Za-z0-9]+)*(?:-(?:(?:${qualifiers})[\\w.]*|\\d[\\w.]*))*)(?:-[a-z][\\w-]*)?$`,
  'i',
);
const coordinate = /^[A-Za-z0-9][\w.+-]*$/;

/** `spring-beans-5.3.9.jar` to artifact and version; a classifier after the version is left out. */
export function parseJarName(fileName: string): JarName {
  const stem = fileName.replace(/\.[a-z]+$/i, '');
  const match = stem.length > 256 ? null : versionedName.exec(stem);
  return match?.[1] === undefined ? { artifact: stem } : { artifact: match[1], version: match[2] ?? '' };
}

/**
 * Identifies a jar by its manifest and its file name. Undefined when neither gives a version: a container of
 * other jars, or a program under a name of its own.
 */
export function identifyJar(
  manifest: ReadonlyMap<string, string>,
  fileName: string,
): JarIdentity | undefined {
  const attribute = (name: string) => {
    const value = manifest.get(name)?.trim();
    return value !== undefined && coordinate.test(value) ? value : undefined;
  };
  const named = parseJarName(fileName);
  const symbolicName = manifest.get('bundle-symbolicname')?.split(';', 1)[0]?.trim();
  const version =
    attribute('implementation-version') ??
    bundleVersion(attribute('bundle-version'), named.version) ??
    named.version ??
    attribute('specification-version');
  if (version === undefined) return undefined;
  const title = attribute('implementation-title');
  const artifact =
    (named.version === version ? named.artifact : undefined) ??
    (title !== undefined && title === title.toLowerCase() ? title : undefined) ??
    (named.version === undefined ? lastPart(symbolicName) : undefined) ??
    named.artifact;
  const group = attribute('implementation-vendor-id') ?? groupOf(symbolicName, artifact);
  return { ...(group === undefined ? {} : { group }), artifact, version };
}

/** OSGi writes `29.0.0.jre` for Maven's `29.0-jre`: the file name knows better when it is about the same release. */
function bundleVersion(bundle: string | undefined, named: string | undefined): string | undefined {
  if (bundle === undefined || named === undefined) return bundle;
  const [start = ''] = /^\d+(?:\.\d+)?/.exec(bundle) ?? [];
  return named.startsWith(start) ? named : bundle;
}

function lastPart(symbolicName: string | undefined): string | undefined {
  const part = symbolicName?.slice(symbolicName.lastIndexOf('.') + 1);
  return part !== undefined && coordinate.test(part) ? part : undefined;
}

/** `org.springframework.spring-beans` of `spring-beans` is `org.springframework`. */
function groupOf(symbolicName: string | undefined, artifact: string): string | undefined {
  if (symbolicName === undefined || !symbolicName.endsWith(`.${artifact}`)) return undefined;
  const group = symbolicName.slice(0, -artifact.length - 1);
  return coordinate.test(group) ? group : undefined;
}

/** Whether a jar's own identity is one of the artifacts whose Maven documents it carries. */
export function isAmong(identity: JarIdentity, carried: readonly Coordinates[]): boolean {
  return carried.some(({ artifact }) => artifact === identity.artifact);
}
