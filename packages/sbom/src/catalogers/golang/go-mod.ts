import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { shortLines } from '../../short-lines.ts';

interface Replacement {
  readonly path: string;
  readonly version: string | undefined;
}

/** The modules that go.mod requires, with its replacements; only programs tell which of them were built in. */
export const goMod: Cataloger = {
  name: 'go-mod',
  names: ['go.mod'],
  evidence: 'lock-file',
  wants: (path) => !/(?:^|\/)(?:pkg\/mod|testdata|vendor)\//.test(path),
  parse(file) {
    const required: (readonly [path: string, version: string])[] = [];
    const replaced = new Map<string, Replacement>();
    for (const { verb, words } of readDirectives(file.content.toString('utf8'))) {
      const [path, version] = words;
      if (verb === 'require' && path !== undefined && version !== undefined) required.push([path, version]);
      if (verb === 'replace') addReplacement(replaced, words);
    }
    const packages = required.map(([path, version]): FoundPackage => {
      const by = replaced.get(`${path}@${version}`) ?? replaced.get(path);
      // Replaced by a folder: a copy of the module it stands for.
      const isModule = by?.version !== undefined;
      return foundPackage('golang', isModule ? by.path : path, isModule ? (by.version ?? '') : version);
    });
    return { packages };
  },
};

/** Lines of words; a verb with an opening parenthesis holds for the lines up to the closing one. */
function* readDirectives(text: string): IterableIterator<{ verb: string; words: readonly string[] }> {
  let block: string | undefined;
  for (const line of shortLines(text)) {
    const words = line
      .replace(/\/\/.*$/, '')
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => word.replace(/^["`]|["`]$/g, ''));
    const [first, second] = words;
    if (first === undefined) continue;
    if (block === undefined && second === '(') block = first;
    else if (block !== undefined && first === ')') block = undefined;
    else if (block !== undefined) yield { verb: block, words };
    else yield { verb: first, words: words.slice(1) };
  }
}

/** `OLD [VERSION] => NEW [VERSION]`. */
function addReplacement(replaced: Map<string, Replacement>, words: readonly string[]): void {
  const arrow = words.indexOf('=>');
  const [old, oldVersion] = words.slice(0, arrow);
  const [path, version] = words.slice(arrow + 1);
  if (arrow < 1 || old === undefined || path === undefined) return;
  replaced.set(oldVersion === undefined ? old : `${old}@${oldVersion}`, { path, version });
}
