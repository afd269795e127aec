import { readArchives } from '../../archives/archive.ts';
import type { Cataloger, ParsedFile } from '../../cataloger.ts';
import { readMetadata } from './metadata.ts';

const installed = /(?:\.dist-info\/METADATA|\.egg-info\/PKG-INFO|(?:^|\/)EGG-INFO\/PKG-INFO|\.egg-info)$/;

/** Installed Python packages: wheels (`dist-info`), eggs as folders, and the single files of distutils. */
export const pythonInstalled: Cataloger = {
  name: 'python',
  names: ['METADATA', 'PKG-INFO'],
  extensions: ['egg-info'],
  wants: (path) => installed.test(path),
  parse: (file) => readDocument(file.content.toString('utf8')),
};

/** Python packages in a zipped egg. */
export const pythonEgg: Cataloger = {
  name: 'python-egg',
  condensed: ['archives'],
  wants: (path) => /\.egg$/i.test(path),
  parse(file) {
    const { archives, problems } = readArchives(file.content);
    const metadata = archives[0]?.documents.find(({ path }) => path === 'EGG-INFO/PKG-INFO');
    if (metadata === undefined) return { packages: [], problems: [...problems, 'has no EGG-INFO/PKG-INFO'] };
    const { packages } = readDocument(metadata.text);
    return { packages, problems };
  },
};

function readDocument(text: string): ParsedFile {
  const found = readMetadata(text);
  return found === undefined
    ? { packages: [], problems: ['has no Name or no Version'] }
    : { packages: [found] };
}
