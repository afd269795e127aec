import type { Cataloger, FileOwnership, FoundPackage, ParsedFile } from '../../cataloger.ts';
import { layerOfFiles } from '../../ownership.ts';
import { packagePurl } from '../../package-purl.ts';

const databases = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];

/** One record of the database: values by their letter, which is case-sensitive. */
interface ApkRecord {
  readonly fields: Map<string, string>;
  readonly paths: string[];
}

/** Alpine, Wolfi and Chainguard packages with the files they own (apk-tools' database of installed packages). */
export const apkInstalled: Cataloger = {
  name: 'apk',
  paths: databases,
  parse(file, { distro, tree }): ParsedFile {
    const packages: FoundPackage[] = [];
    const ownership: FileOwnership[] = [];
    const problems: string[] = [];
    let number = 0;
    for (const { fields, paths } of readRecords(file.content.toString('utf8'))) {
      number += 1;
      const name = fields.get('P');
      const version = fields.get('V');
      // `apk add --virtual` makes a package of dependencies: there is no software in it.
      if (name?.startsWith('.') === true) continue;
      if (!name || !version) {
        problems.push(`record ${number} (${name || 'no name'}) has no ${name ? 'version' : 'name'}`);
        continue;
      }
      const layer = layerOfFiles(paths, tree);
      const location = layer === undefined ? {} : { location: { path: file.path, layer } };
      packages.push({ ...describe(name, version, fields, distro), ...location });
      ownership.push({ type: 'apk', name, paths });
    }
    return { packages, ownership, problems };
  },
};

/** Records stand apart by blank lines; an F line opens a folder, the R lines after it are files in it. */
function* readRecords(text: string): IterableIterator<ApkRecord> {
  let record: ApkRecord = { fields: new Map(), paths: [] };
  let folder = '';
  for (const line of text.split('\n')) {
    const key = line[0];
    const value = line.slice(2).trimEnd();
    if (key === undefined || key === '\r') {
      if (record.fields.size > 0) yield record;
      record = { fields: new Map(), paths: [] };
      folder = '';
    } else if (line[1] !== ':') continue;
    else if (key === 'F') folder = value;
    else if (key === 'R') record.paths.push(folder === '' ? value : `${folder}/${value}`);
    else if (!record.fields.has(key)) record.fields.set(key, value);
  }
  if (record.fields.size > 0) yield record;
}

function describe(
  name: string,
  version: string,
  fields: ReadonlyMap<string, string>,
  distro: { readonly id: string; readonly version?: string } | undefined,
): FoundPackage {
  const origin = fields.get('o');
  const architecture = fields.get('A');
  const license = fields.get('L');
  return {
    type: 'apk',
    name,
    version,
    purl: packagePurl({
      type: 'apk',
      namespace: distro?.id ?? 'alpine',
      name,
      version,
      qualifiers: {
        arch: architecture,
        distro: distro?.version === undefined ? distro?.id : `${distro.id}-${distro.version}`,
        upstream: origin === name ? undefined : origin,
      },
    }),
    licenses: license ? [license] : [],
    ...(architecture ? { architecture } : {}),
    ...(origin ? { origin: { name: origin, version } } : {}),
    dependsOn: words(fields.get('D')).flatMap((word) =>
      word.startsWith('!') ? [] : [[withoutVersion(word)]],
    ),
    provides: words(fields.get('p')).map(withoutVersion),
  };
}

function words(text = ''): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** `so:libc.musl-x86_64.so.1=1`, `musl>=1.2`, `busybox~1.36`. */
function withoutVersion(word: string): string {
  return word.split(/[<>=~]/, 1)[0] ?? word;
}
