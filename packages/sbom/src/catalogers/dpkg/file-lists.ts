import type { Cataloger } from '../../cataloger.ts';

/** `libc6:amd64.list` of var/lib/dpkg/info, `libc6.md5sums` of status.d: package, architecture, kind of list. */
const listName = /\/([^/:]+?)(?::([^/.]+))?\.(list|md5sums)$/;

/**
 * The files that each Debian package installed: one absolute path a line; in distroless images, which have no
 * lists, the files with their checksums.
 */
export const dpkgFileLists: Cataloger = {
  name: 'dpkg-file-lists',
  folders: ['var/lib/dpkg/info', 'var/lib/dpkg/status.d'],
  wants: (path) => path.endsWith('.list') || path.endsWith('.md5sums'),
  parse(file) {
    const [, name, architecture, kind] = listName.exec(file.path) ?? [];
    if (name === undefined) return { packages: [] };
    const lines = file.content.toString('utf8').split('\n');
    const paths = kind === 'list' ? lines.filter((line) => line.length > 2) : lines.flatMap(hashedPath);
    const owner = { type: 'deb', name, ...(architecture === undefined ? {} : { architecture }), paths };
    return { packages: [], ownership: [owner] };
  },
};

/** `HASH  usr/share/doc/x/copyright`. */
function hashedPath(line: string): readonly string[] {
  const path = /^[0-9a-f]{32} {2}(.+)$/.exec(line)?.[1];
  return path === undefined ? [] : [path];
}
