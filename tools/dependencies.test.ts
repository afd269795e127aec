import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layers } from './layers.ts';

const root = resolve(import.meta.dirname, '..');
const page = 'docs/decisions/2026-11-23-dependencies.md';

interface Manifest {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Which packages of ours use a dependency at run time. */
function usersByDependency(): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { name, folder } of layers) {
    const manifest = JSON.parse(read(`${folder}/package.json`)) as Manifest;
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      if (dependency.startsWith('@breakwater/')) continue;
      users.set(dependency, [...(users.get(dependency) ?? []), name].sort());
    }
  }
  return users;
}

const rows = [...read(page).matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, dependency = '', license = '', users = '', why = '']) => ({ dependency, license, users, why }),
);

describe(page, () => {
  it('has one row per dependency that runs in production, with who uses it', () => {
    const stated = rows.map(({ dependency, users }) => [dependency, users.trim().split(', ')]);
    expect(stated).toEqual([...usersByDependency()].sort(([a], [b]) => (a < b ? -1 : 1)));
  });

  it.each(rows)('states the licence of $dependency', ({ dependency, license }) => {
    const manifest = JSON.parse(read(`node_modules/${dependency}/package.json`)) as Manifest;
    expect(license.trim()).toBe(manifest.license);
  });
});

describe('versions', () => {
  it.each(['.', ...layers.map(({ folder }) => folder)])('of %s are exact', (folder) => {
    const { dependencies = {}, ...rest } = JSON.parse(read(join(folder, 'package.json'))) as Manifest & {
      readonly devDependencies?: Readonly<Record<string, string>>;
      readonly optionalDependencies?: Readonly<Record<string, string>>;
    };
    const all = { ...dependencies, ...rest.devDependencies, ...rest.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual(
      [],
    );
  });

  it('have no install script', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
    };
    expect(Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript === true)).toEqual([]);
  });
});
