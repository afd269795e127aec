import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText, type JsonObject, parseJsonObject } from '../../json.ts';

const maxDepth = 100;

/** What npm's lock files name: versions 2 and 3 by path (`packages`), version 1 as a tree (`dependencies`). */
export const npmPackageLock: Cataloger = {
  name: 'npm-package-lock',
  names: ['package-lock.json', 'npm-shrinkwrap.json'],
  evidence: 'lock-file',
  wants: (path) => !/(?:^|\/)node_modules\//.test(path),
  parse(file) {
    const { packages, dependencies } = parseJsonObject(file.content);
    const byPath = asObject(packages);
    if (byPath !== undefined) return { packages: Object.entries(byPath).flatMap(readByPath) };
    return { packages: [...readTree(asObject(dependencies) ?? {}, 0)] };
  },
};

/** `node_modules/a/node_modules/@s/b` is `@s/b`; an alias has its real name beside it. Links are the project's own. */
function readByPath([path, value]: readonly [string, unknown]): readonly FoundPackage[] {
  const entry = asObject(value) ?? {};
  const modules = path.lastIndexOf('node_modules/');
  const name = asText(entry.name) ?? path.slice(modules + 'node_modules/'.length);
  const version = asText(entry.version);
  if (modules === -1 || name === '' || version === undefined || entry.link === true) return [];
  const license = asText(entry.license);
  const dependsOn = Object.keys(asObject(entry.dependencies) ?? {}).map((one) => [one]);
  return [
    foundPackage('npm', name, version, { dependsOn, licenses: license === undefined ? [] : [license] }),
  ];
}

function* readTree(dependencies: JsonObject, depth: number): IterableIterator<FoundPackage> {
  if (depth > maxDepth) throw new Error(`dependencies are nested more than ${maxDepth} deep`);
  for (const [key, value] of Object.entries(dependencies)) {
    const entry = asObject(value) ?? {};
    const stated = asText(entry.version);
    // An alias: `npm:real-name@1.2.3`.
    const alias = /^npm:(.+)@([^@]+)$/.exec(stated ?? '');
    const version = alias?.[2] ?? stated;
    const needed = Object.keys(asObject(entry.requires) ?? {}).map((one) => [one]);
    if (version !== undefined && /^\d/.test(version)) {
      yield foundPackage('npm', alias?.[1] ?? key, version, { dependsOn: needed });
    }
    yield* readTree(asObject(entry.dependencies) ?? {}, depth + 1);
  }
}
