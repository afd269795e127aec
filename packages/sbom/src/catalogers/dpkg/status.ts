import type { SelectedFile } from '@breakwater/image';
import type { PackageLocation, PackageOrigin } from '@breakwater/model';
import type { CatalogContext, Cataloger, FoundPackage, ParsedFile } from '../../cataloger.ts';
import { packagePurl } from '../../package-purl.ts';
import { type Paragraph, parseControlFile } from './control-file.ts';
import { readCopyright } from './copyright.ts';

const statusFile = 'var/lib/dpkg/status';
const statusFolder = 'var/lib/dpkg/status.d/';

/** Third words of `Status` that mean the files are on disk (dpkg's package states). */
const onDisk: ReadonlySet<string> = new Set([
  'installed',
  'unpacked',
  'half-configured',
  'triggers-awaited',
  'triggers-pending',
]);

/** Debian packages: the status file of dpkg, or one file a package in `status.d` as distroless images have it. */
export const dpkgStatus: Cataloger = {
  name: 'dpkg',
  paths: [statusFile],
  folders: ['var/lib/dpkg/status.d'],
  wants: (path) => !path.endsWith('.md5sums'),
  parse(file, context): ParsedFile {
    // Files of status.d have no Status field: being there is being installed.
    const isFolderEntry = file.path.startsWith(statusFolder);
    const packages: FoundPackage[] = [];
    const problems: string[] = [];
    let number = 0;
    for (const paragraph of parseControlFile(file.content.toString('utf8'))) {
      number += 1;
      if (!isOnDisk(paragraph.get('status'), isFolderEntry)) continue;
      const name = paragraph.get('package');
      const version = paragraph.get('version');
      if (name && version) packages.push(describe(paragraph, name, version, file, context));
      else problems.push(`paragraph ${number} (${name || 'no name'}) has no ${name ? 'Version' : 'Package'}`);
    }
    return { packages, problems };
  },
};

function isOnDisk(status: string | undefined, isFolderEntry: boolean): boolean {
  if (status === undefined) return isFolderEntry;
  return onDisk.has(status.split(/\s+/)[2] ?? '');
}

function describe(
  paragraph: Paragraph,
  name: string,
  version: string,
  file: SelectedFile,
  context: CatalogContext,
): FoundPackage {
  const architecture = paragraph.get('architecture');
  const origin = readSource(paragraph.get('source'), version);
  const location = listLocation(name, architecture, file, context);
  return {
    type: 'deb',
    name,
    version,
    purl: debPurl(name, version, architecture, origin, context),
    licenses: readCopyright(context.tree.read(`usr/share/doc/${name}/copyright`)),
    ...(architecture === undefined ? {} : { architecture }),
    ...(origin === undefined ? {} : { origin }),
    ...(isThirdParty(paragraph) ? { isThirdParty: true } : {}),
    ...(location === undefined ? {} : { location }),
    dependsOn: ['pre-depends', 'depends'].flatMap((field) => readRelation(paragraph.get(field))),
    provides: readRelation(paragraph.get('provides')).flat(),
  };
}

/** Companies and projects that publish Debian packages in repositories of their own, as their maintainers sign. */
const publishers =
  /@(?:\w+\.)?(?:amazon|anydesk|cloudflare|confluent|datadoghq|docker|elastic|gitlab|googlegroups|grafana|hashicorp|influxdata|microsoft|mongodb|newrelic|nginx|nodesource|percona|redis|redislabs|azul|adoptium)\.(?:com|org|io|co|net)>|\/\/code\.google\.com/;

/**
 * A status file does not tell where a package came from. Its maintainer does, where that is a company with a
 * repository of its own; packaging tools add fields that no distribution uses; PostgreSQL marks its versions.
 */
function isThirdParty(paragraph: Paragraph): boolean {
  return (
    paragraph.has('vendor') ||
    publishers.test(paragraph.get('maintainer') ?? '') ||
    /\.pgdg\d/.test(paragraph.get('version') ?? '')
  );
}

/** `a (>= 1), b:any | c` to names, alternatives together (Debian policy 7.1). */
function readRelation(text = ''): readonly (readonly string[])[] {
  const entries = text.split(',').map((entry) => entry.split('|').map(relationName));
  return entries.map((names) => names.filter((name) => name !== '')).filter((names) => names.length > 0);
}

function relationName(text: string): string {
  return text.trim().split(/[\s:([]/, 1)[0] ?? '';
}

/** `Source: NAME` or `NAME (VERSION)`; without a version it is the binary's own. */
function readSource(source: string | undefined, version: string): PackageOrigin | undefined {
  const match = /^(\S+)(?:\s+\(([^)]+)\))?$/.exec(source ?? '');
  const name = match?.[1];
  return name === undefined ? undefined : { name, version: match?.[2] ?? version };
}

/** The status file changes with every package; the list of files is written by the layer that installed it. */
function listLocation(
  name: string,
  architecture: string | undefined,
  file: SelectedFile,
  { tree }: CatalogContext,
): PackageLocation | undefined {
  const list =
    tree.resolve(`var/lib/dpkg/info/${name}.list`) ??
    tree.resolve(`var/lib/dpkg/info/${name}:${architecture}.list`);
  const layer = list === undefined ? undefined : tree.layers[list.layer]?.diffId;
  return layer === undefined ? undefined : { path: file.path, layer };
}

function debPurl(
  name: string,
  version: string,
  architecture: string | undefined,
  origin: PackageOrigin | undefined,
  { distro }: CatalogContext,
): string {
  const colon = version.indexOf(':');
  const release = distro?.version ?? distro?.codename;
  const isOwnSource = origin === undefined || (origin.name === name && origin.version === version);
  return packagePurl({
    type: 'deb',
    namespace: distro?.id ?? 'debian',
    name,
    version: version.slice(colon + 1),
    qualifiers: {
      arch: architecture,
      distro: distro === undefined || release === undefined ? undefined : `${distro.id}-${release}`,
      epoch: colon === -1 ? undefined : version.slice(0, colon),
      upstream: isOwnSource ? undefined : `${origin.name}@${origin.version}`,
    },
  });
}
