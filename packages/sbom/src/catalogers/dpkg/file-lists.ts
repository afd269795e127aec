import type { Cataloger } from '../../cataloger.ts';

const infoFolder = 'var/lib/dpkg/info/';

/** The files that each Debian package installed, one absolute path a line: they say who owns what. */
export const dpkgFileLists: Cataloger = {
  name: 'dpkg-file-lists',
  wants: (path) => path.startsWith(infoFolder) && path.endsWith('.list'),
  parse(file) {
    const lines = file.content.toString('utf8').split('\n');
    const ownedPaths = lines
      .filter((line) => line.startsWith('/') && line.length > 2)
      .map((line) => line.slice(1));
    return { packages: [], ownedPaths };
  },
};
