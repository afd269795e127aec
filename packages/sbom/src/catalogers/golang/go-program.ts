import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { readProgram } from '../../programs/program.ts';

/** The modules in Go programs, and the standard library that was built in, as `go version -m` tells them. */
export const goProgram: Cataloger = {
  name: 'go-program',
  condensed: ['programs'],
  parse(file) {
    const { go, compiler } = readProgram(file.content);
    if (go === undefined) {
      return compiler === 'go'
        ? { packages: [], unexamined: 'Go program without build information: what is in it is not known' }
        : { packages: [] };
    }
    const stdlib = foundPackage('golang', 'stdlib', goVersion(go.version), { licenses: ['BSD-3-Clause'] });
    const { main, dependencies } = readModules(go.modules);
    if (main === undefined) return { packages: [stdlib, ...dependencies] };
    const dependsOn = [stdlib, ...dependencies].map(({ name }) => [name]);
    return { packages: [stdlib, { ...main, dependsOn }, ...dependencies] };
  },
};

/** `go1.19.8`; without experiments (`X:…`) and, of a build from source, without its date. */
function goVersion(text: string): string {
  const [first = '', second = ''] = text.split(' ');
  return first === 'devel' && second !== '' ? second : first;
}

interface Modules {
  readonly main: FoundPackage | undefined;
  readonly dependencies: readonly FoundPackage[];
}

/** Lines of tab-separated fields: `mod` and `dep` with path and version, `=>` replaces the one before. */
function readModules(text: string): Modules {
  let main: FoundPackage | undefined;
  const dependencies: FoundPackage[] = [];
  for (const line of text.split('\n')) {
    const [kind, path, version = ''] = line.split('\t');
    if (path === undefined || path === '') continue;
    if (kind === 'mod') main = foundPackage('golang', path, version === '' ? '(devel)' : version);
    else if (kind === 'dep') dependencies.push(foundPackage('golang', path, version));
    // A replacement by a folder has no version: what is in it is a copy of the module it stands for.
    else if (kind === '=>' && version !== '' && dependencies.length > 0) {
      dependencies[dependencies.length - 1] = foundPackage('golang', path, version);
    }
  }
  return { main, dependencies };
}
