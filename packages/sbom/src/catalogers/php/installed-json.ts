import type { Cataloger, ParsedFile } from '../../cataloger.ts';
import { asObject, asObjects, parseJson } from '../../json.ts';
import { readComposerPackage } from './composer-package.ts';

/** PHP packages that Composer installed: version 2 writes an object, version 1 a list. */
export const composerInstalled: Cataloger = {
  name: 'composer',
  names: ['installed.json'],
  wants: (path) => /(?:^|\/)composer\/installed\.json$/.test(path),
  parse(file): ParsedFile {
    const document = parseJson(file.content);
    const packages = Array.isArray(document) ? document : asObject(document)?.packages;
    if (!Array.isArray(packages)) return { packages: [], problems: ['lists no packages'] };
    return { packages: asObjects(packages).flatMap(readComposerPackage) };
  },
};
