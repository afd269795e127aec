import { gunzipSync } from 'node:zlib';
import type { Distro, Package } from '@breakwater/model';

/** One line of the label set: whether a vulnerability is really in a package of an image. */
export interface Label {
  readonly label: 'TP' | 'FP' | '??';
  readonly vuln: string;
  /** Its CVE, where known. */
  readonly cve?: string;
  readonly package?: string;
  readonly version?: string;
  readonly image: string;
}

/** A label's package as far as the label tells it: one reading for each ecosystem it may be of; a text says why there is none. */
export type Rebuilt = { readonly distro?: Distro; readonly readings: readonly Package[] } | string;

/** Binary to source names of distribution packages, by type: labels name binaries only. */
export type SourceNames = ReadonlyMap<string, string>;

/** Reads gzipped JSON Lines of labels. */
export function readLabels(gzip: Uint8Array): readonly Label[] {
  const lines = gunzipSync(gzip).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Label);
}

/** The distribution of each image: by its name, or by the release that versions of its packages name (`+deb11u3`). */
export function distrosOf(labels: readonly Label[]): ReadonlyMap<string, Distro> {
  const found = new Map<string, Distro>();
  for (const [image, ofImage] of Map.groupBy(labels, (label) => label.image)) {
    const distro = distroOf(
      image,
      ofImage.map(({ version }) => version ?? ''),
    );
    if (distro !== undefined) found.set(image, distro);
  }
  return found;
}

function distroOf(image: string, versions: readonly string[]): Distro | undefined {
  const [repository = ''] = image.split('@');
  const debian = mostNamed(versions, /[+~]deb(\d+)u/);
  if (debian !== undefined) return { id: 'debian', version: debian };
  const enterprise = mostNamed(versions, /\.el(\d+)/);
  if (enterprise !== undefined && /\/almalinux/.test(repository))
    return { id: 'almalinux', version: enterprise };
  if (/\/rockylinux/.test(repository)) return { id: 'rocky', version: enterprise ?? '' };
  return undefined;
}

function mostNamed(versions: readonly string[], pattern: RegExp): string | undefined {
  const counts = new Map<string, number>();
  for (const version of new Set(versions)) {
    const release = pattern.exec(version)?.[1];
    if (release !== undefined) counts.set(release, (counts.get(release) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/**
 * Rebuilds a label's package. Labels do not say its type: distribution packages are known by the form of their version; others
 * by the form of their name, and where that may be several ecosystems each reading is asked, which can only add false matches.
 */
export function rebuild(label: Label, distro: Distro | undefined, sources: SourceNames): Rebuilt {
  const { package: name, version } = label;
  if (name === undefined || version === undefined) return 'the label names no package';
  const system = systemTypeOf(version);
  if (system !== undefined) {
    if (distro === undefined) return `distribution not told (${system})`;
    if (system !== systemTypes.get(distro.id)) return `a ${system} version on ${distro.id}`;
    const source = sources.get(`${system} ${name}`);
    const origin = source === undefined ? {} : { origin: { name: source, version } };
    return { distro, readings: [{ ...toPackage(system, name, version), ...origin }] };
  }
  return { readings: typesByName(name, version).map((type) => toPackage(type, name, version)) };
}

const systemTypes: ReadonlyMap<string, string> = new Map([
  ['debian', 'deb'],
  ['almalinux', 'rpm'],
  ['rocky', 'rpm'],
]);

function systemTypeOf(version: string): 'deb' | 'apk' | 'rpm' | undefined {
  if (/-r\d+$/.test(version)) return 'apk';
  if (/\.(?:el|amzn|fc|cm|sle)\d|\.module[+_]|-\d+(?:\.\d+)+\.\d+$/.test(version)) return 'rpm';
  return /^\d+:|[+~](?:deb|dfsg|b\d)|ubuntu|-\d+(?:\.\d+)?$/.test(version) ? 'deb' : undefined;
}

function typesByName(name: string, version: string): readonly string[] {
  if (name === 'stdlib' || /^[\w-]+\.[\w.-]+\//.test(name)) return ['golang'];
  if (name.startsWith('@')) return ['npm'];
  if (/^[\w.-]+:[\w.-]+$/.test(name)) return ['maven'];
  if (version.startsWith('v')) return ['golang'];
  return ['npm', 'pypi', 'gem', 'cargo', 'nuget', 'composer', 'maven'];
}

function toPackage(type: string, name: string, version: string): Package {
  const purl = `pkg:${type}/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
  return { type, name, version, purl, locations: [], licenses: [], foundBy: 'label' };
}
