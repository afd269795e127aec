import type { SelectedFile } from '@breakwater/image';
import type { CatalogContext, Cataloger, FileOwnership, FoundPackage, ParsedFile } from '../../cataloger.ts';
import { layerOfFiles } from '../../ownership.ts';
import { packagePurl } from '../../package-purl.ts';
import { readBdb } from './bdb.ts';
import { parseRpmHeader, type RpmHeader } from './header.ts';
import { readNdb } from './ndb.ts';
import { readSqliteTable } from './sqlite.ts';
import { readSqliteLog } from './sqlite-log.ts';

/** Where rpm keeps its database: of old, on openSUSE and Fedora, on image-based systems, in dnf's and OSTree's copies. */
const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];

/** The three forms of rpm's database by file name; newest first; the first of a folder counts. */
const readers: ReadonlyMap<string, (file: SelectedFile, context: CatalogContext) => readonly Buffer[]> =
  new Map([
    ['rpmdb.sqlite', readSqlite],
    ['Packages.db', (file) => readNdb(file.content)],
    ['Packages', (file) => readBdb(file.content)],
  ]);

/** RPM packages, with the files they own. */
export const rpmDatabase: Cataloger = {
  name: 'rpm',
  paths: folders.flatMap((folder) => [...readers.keys()].map((name) => `${folder}/${name}`)),
  parse(file, context): ParsedFile {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (isReplaced(file.path, name, context)) return { packages: [] };
    const blobs = readers.get(name)?.(file, context) ?? [];
    const packages: FoundPackage[] = [];
    const ownership: FileOwnership[] = [];
    const problems: string[] = [];
    for (const [index, blob] of blobs.entries()) {
      try {
        const header = parseRpmHeader(blob);
        if (header.name === 'gpg-pubkey') continue;
        if (header.name === '' || header.version === '') throw new Error('has no name or no version');
        const { name: owner, architecture, paths } = header;
        const layer = layerOfFiles(paths, context.tree);
        const location = layer === undefined ? {} : { location: { path: file.path, layer } };
        packages.push({ ...describe(header, context), ...location });
        ownership.push({ type: 'rpm', name: owner, ...(architecture === '' ? {} : { architecture }), paths });
      } catch (error) {
        problems.push(`package ${index + 1} ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return { packages, ownership, problems };
  },
};

/** What the database holds beside its main file. Asked for so that it can be read with it. */
export const rpmDatabaseLog: Cataloger = {
  name: 'rpm-log',
  paths: folders.map((folder) => `${folder}/rpmdb.sqlite-wal`),
  parse: () => ({ packages: [] }),
};

/** A newer form beside it: rpm reads that, and what the older one says is of the past. */
function isReplaced(path: string, name: string, { tree }: CatalogContext): boolean {
  const folder = path.slice(0, -name.length);
  for (const newer of readers.keys()) {
    if (newer === name) return false;
    if (tree.resolve(folder + newer) !== undefined) return true;
  }
  return false;
}

function readSqlite(file: SelectedFile, { tree }: CatalogContext): readonly Buffer[] {
  const log = readSqliteLog(tree.read(`${file.path}-wal`));
  return readSqliteTable(file.content, 'Packages', log).flatMap(([, blob]) =>
    Buffer.isBuffer(blob) ? [blob] : [],
  );
}

function describe(header: RpmHeader, { distro }: CatalogContext): FoundPackage {
  const { name, version, release, epoch, architecture, sourceRpm, license, modularityLabel } = header;
  const full = release === '' ? version : `${version}-${release}`;
  const origin = /^(.+)-([^-]+-[^-]+)\.(?:src|nosrc)\.rpm$/.exec(sourceRpm);
  return {
    type: 'rpm',
    name,
    version: epoch === 0 ? full : `${epoch}:${full}`,
    purl: packagePurl({
      type: 'rpm',
      namespace: distro?.id,
      name,
      version: full,
      qualifiers: {
        arch: architecture,
        distro: distro?.version === undefined ? distro?.id : `${distro.id}-${distro.version}`,
        epoch: epoch === 0 ? undefined : String(epoch),
        rpmmod: modularityLabel,
        upstream: sourceRpm,
      },
    }),
    licenses: license === '' ? [] : [license],
    ...(isThirdParty(header.vendor, distro) ? { isThirdParty: true } : {}),
    ...(architecture === '' ? {} : { architecture }),
    ...(origin?.[1] === undefined ? {} : { origin: { name: origin[1], version: origin[2] ?? '' } }),
    dependsOn: header.requires.map((one) => [one]),
    provides: header.provides,
  };
}

/** How distributions sign as vendor of their packages. */
const vendors: ReadonlyMap<string, RegExp> = new Map([
  ['almalinux', /alma ?linux/i],
  ['amzn', /amazon/i],
  ['centos', /centos|red hat/i],
  ['fedora', /fedora/i],
  ['mariner', /microsoft/i],
  ['azurelinux', /microsoft/i],
  ['ol', /oracle/i],
  ['opensuse-leap', /suse/i],
  ['opensuse-tumbleweed', /suse/i],
  ['photon', /vmware|broadcom/i],
  ['rhel', /red hat/i],
  ['rocky', /rocky/i],
  ['sles', /suse/i],
]);

/** Undefined vendors and unknown distributions say nothing. */
function isThirdParty(vendor: string, distro: CatalogContext['distro']): boolean {
  const own = distro === undefined ? undefined : vendors.get(distro.id);
  return own !== undefined && vendor !== '' && !own.test(vendor);
}
