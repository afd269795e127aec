import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layers } from './layers.ts';

const root = resolve(import.meta.dirname, '..');
const scope = '@breakwater/';

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

/** Sources of a folder, tests included, as paths below the root. */
function sourcesOf(folder: string): readonly string[] {
  return globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] });
}

/** What a file imports, types and dynamic imports included. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = text.matchAll(/\b(?:from|import)\s*\(?\s*'([^'\n]+)'/g);
  return [...specifiers].map((match) => match[1] ?? '');
}

describe('the import table', () => {
  it('has one line per package and program', () => {
    const folders = ['packages', 'apps'].flatMap((parent) =>
      readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
    );
    expect(layers.map(({ folder }) => folder).sort()).toEqual(folders.sort());
  });

  it('never points back', () => {
    layers.forEach(({ mayImport }, index) => {
      const earlier = layers.slice(0, index).map(({ name }) => name);
      expect(earlier).toEqual(expect.arrayContaining([...mayImport]));
    });
  });

  it.each(layers)('holds for package.json of $name', ({ name, folder, mayImport }) => {
    const manifest = manifestOf(folder);
    expect(manifest.name).toBe(`${scope}${name}`);
    const used = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter((dependency) => dependency.startsWith(scope))
      .map((dependency) => dependency.slice(scope.length));
    expect(used.filter((dependency) => !mayImport.includes(dependency))).toEqual([]);
  });
});

describe.each(layers)('$name', ({ folder }) => {
  it("imports nothing of another's inside", () => {
    const inside: string[] = [];
    for (const file of sourcesOf(folder)) {
      for (const specifier of importsOf(file)) {
        if (isInside(folder, file, specifier)) inside.push(`${file} imports ${specifier}`);
      }
    }
    expect(inside).toEqual([]);
  });
});

/** True for a relative path out of the package, and for a file of another package that it does not export, or for tests only. */
function isInside(folder: string, file: string, specifier: string): boolean {
  if (specifier.startsWith('.')) {
    const target = relative(join(root, folder), resolve(root, dirname(file), specifier));
    return target.startsWith(`..${sep}`) && !isAllowedOutside(file);
  }
  if (!specifier.startsWith(scope)) return false;
  const [name, ...rest] = specifier.slice(scope.length).split('/');
  if (rest.length === 0) return false;
  const other = layers.find((layer) => layer.name === name);
  const isExported =
    other !== undefined && manifestOf(other.folder).exports?.[`./${rest.join('/')}`] !== undefined;
  const isForTests = rest.some((part) => /^test/.test(part));
  return !isExported || (isForTests && !isTest(file));
}

/** Tests and the launcher's caller may reach tools and content; nobody's `src` may. */
function isAllowedOutside(file: string): boolean {
  return isTest(file) || file.startsWith('apps/cli/bin/');
}

/** Tests and what only they use. */
function isTest(file: string): boolean {
  return /\.(?:test|suite)\.tsx?$|\/(?:test-support|testing|e2e)\//.test(file);
}

describe('index files of packages', () => {
  it('list public names one by one', () => {
    const starred = layers.flatMap(({ folder }) =>
      globSync(`${folder}/src/index.ts`, { cwd: root }).flatMap((file) =>
        readFileSync(join(root, file), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('export *'))
          .map((line) => `${file}: ${line}`),
      ),
    );
    // The contract's routes are one namespace, so that a new route needs no second line.
    expect(starred).toEqual(["packages/api/src/index.ts: export * as routes from './routes/index.ts';"]);
  });
});
