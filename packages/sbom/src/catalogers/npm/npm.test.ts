import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listFile, parseFile } from '../../../test-support/parse-file.ts';
import { bunLock } from './bun-lock.ts';
import { npmPackageLock } from './package-lock.ts';
import { npmPlugAndPlay } from './plug-and-play.ts';
import { pnpmLock } from './pnpm-lock.ts';
import { yarnLock } from './yarn-lock.ts';

/** One project, locked by every package manager: an alias, a scope, two versions of one package. */
const project = ['@types/ms 0.7.34', 'debug 4.3.4', 'ms 2.0.0', 'ms 2.1.2'];

describe('lock files that package managers wrote', () => {
  it.each([
    { cataloger: npmPackageLock, file: 'npm-1.json' },
    { cataloger: npmPackageLock, file: 'npm-3.json' },
    { cataloger: yarnLock, file: 'yarn-1.lock' },
    { cataloger: yarnLock, file: 'yarn-4.lock' },
    { cataloger: pnpmLock, file: 'pnpm-5.yaml' },
    { cataloger: pnpmLock, file: 'pnpm-6.yaml' },
    { cataloger: pnpmLock, file: 'pnpm-9.yaml' },
    { cataloger: bunLock, file: 'bun.lock' },
    { cataloger: npmPlugAndPlay, file: 'plug-and-play.txt' },
  ])('$file', ({ cataloger, file }) => {
    const content = readFileSync(new URL(`testdata/${file}`, import.meta.url));
    expect([...listFile(cataloger, file, content)].sort()).toEqual(project);
  });
});

describe('lock files', () => {
  it.each([
    {
      what: 'links to folders of the project',
      cataloger: npmPackageLock,
      text: JSON.stringify({
        packages: {
          '': { name: 'app', version: '1.0.0' },
          'packages/own': { version: '1.0.0' },
          'node_modules/own': { resolved: 'packages/own', link: true },
          'node_modules/a/node_modules/@s/b': { version: '2.0.0', license: 'MIT' },
        },
      }),
      expected: ['@s/b 2.0.0'],
    },
    {
      what: 'nested dependencies of version 1, some from git',
      cataloger: npmPackageLock,
      text: JSON.stringify({
        dependencies: {
          a: { version: '1.0.0', dependencies: { b: { version: '2.0.0' } } },
          c: { version: 'git+ssh://git@github.com/x/c.git#abc' },
        },
      }),
      expected: ['a 1.0.0', 'b 2.0.0'],
    },
    {
      what: 'workspaces and patches of yarn',
      cataloger: yarnLock,
      text: '__metadata:\n  version: 8\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n\n"a@npm:^1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n\n"a@patch:a@npm%3A1#x":\n  resolution: "a@patch:a@npm%3A1.0.0#x::version=1.0.0"\n',
      expected: ['a 1.0.0'],
    },
    {
      what: 'peers of pnpm',
      cataloger: pnpmLock,
      text: "lockfileVersion: '6.0'\n\npackages:\n\n  /@s/a@1.0.0(b@2.0.0)(c@3.0.0):\n    resolution: {integrity: x}\n    dependencies:\n      b: 2.0.0\n\n  file:../own:\n    name: own\n",
      expected: ['@s/a 1.0.0'],
    },
    {
      what: 'peers of older pnpm',
      cataloger: pnpmLock,
      text: 'lockfileVersion: 5.4\n\npackages:\n\n  /a/1.0.0_b@2.0.0:\n    resolution: {integrity: x}\n',
      expected: ['a 1.0.0'],
    },
    { what: 'nothing', cataloger: yarnLock, text: '', expected: [] },
  ])('of $what', ({ cataloger, text, expected }) => {
    expect(listFile(cataloger, 'a', text)).toEqual(expected);
  });

  it('say when they are no JSON', () => {
    expect(() => parseFile(npmPackageLock, 'package-lock.json', '{')).toThrow('is no JSON');
  });
});
