import type { SelectedFile } from '@breakwater/image';
import type { CatalogContext, Cataloger, FileOwnership, FoundPackage, ParsedFile } from '../../cataloger.ts';
import { packagePurl } from '../../package-purl.ts';
import { readBdb } from './bdb.ts';
import { parseRpmHeader, type RpmHeader } from './header.ts';
import { readNdb } from './ndb.ts';
import { readSqliteTable } from './sqlite.ts';
import { readSqliteLog } from './sqlite-log.ts';

/** Where rpm keeps its database: of old, on openSUSE and Fedora, on image-based systems, in dnf's and OSTree's copies. */
const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];

/** The three forms of rpm's database by file name; the first of a folder that holds packages counts. */
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
    const blobs = readers.get(name)?.(file, context) ?? [];
    const packages: FoundPackage[] = [];
    const ownership: FileOwnership[] = [];
    const problems: string[] = [];
    for (const [index, blob] of blobs.entries()) {
      try {
        const header = parseRpmHeader(blob);
        if (header.name === 'gpg-pubkey') continue;
        if (header.name === '' || header.version === '') throw new Error('has no name or no version');
        packages.push(describe(header, context));
        const { name: owner, architecture, paths } = header;
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
