import type { Cataloger } from '../../cataloger.ts';
import { asObjects, parseJsonObject } from '../../json.ts';
import { readComposerPackage } from './composer-package.ts';

/** The packages that composer.lock names, those for development too. */
export const composerLock: Cataloger = {
  name: 'composer-lock',
  names: ['composer.lock'],
  evidence: 'lock-file',
  parse(file) {
    const document = parseJsonObject(file.content);
    const all = [...asObjects(document.packages), ...asObjects(document['packages-dev'])];
    return { packages: all.flatMap(readComposerPackage) };
  },
};
