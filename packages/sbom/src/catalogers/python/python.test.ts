import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listFile, parseFile } from '../../../test-support/parse-file.ts';
import { writeZip } from '../../../test-support/write-zip.ts';
import { condaMeta } from './conda.ts';
import { pythonEgg, pythonInstalled } from './installed.ts';
import { pythonLock, pythonPipfileLock, pythonRequirements } from './lock-files.ts';

const metadata = (...more: readonly string[]) =>
  ['Metadata-Version: 2.1', 'Name: zope.interface', 'Version: 5.4.0', ...more, '', 'Version: 0.0.0', ''].join(
    '\n',
  );

describe('installed packages', () => {
  it.each([
    { path: 'site-packages/a.dist-info/METADATA', wanted: true },
    { path: 'site-packages/a.egg-info/PKG-INFO', wanted: true },
    { path: 'site-packages/a-1-py3.egg/EGG-INFO/PKG-INFO', wanted: true },
    { path: 'site-packages/a.egg-info', wanted: true },
    { path: 'src/METADATA', wanted: false },
    { path: 'PKG-INFO', wanted: false },
  ])('$path: $wanted', ({ path, wanted }) => {
    expect(pythonInstalled.wants?.(path)).toBe(wanted);
  });

  it.each([
    { more: ['License: MIT'], licenses: ['MIT'] },
    {
      more: ['License: UNKNOWN', 'Classifier: License :: OSI Approved :: BSD License'],
      licenses: ['BSD License'],
    },
    { more: ['License-Expression: MIT OR Apache-2.0', 'License: see'], licenses: ['MIT OR Apache-2.0'] },
    { more: [], licenses: [] },
  ])('are under $licenses for $more', ({ more, licenses }) => {
    const { packages } = parseFile(pythonInstalled, 'a.dist-info/METADATA', metadata(...more));
    expect(packages).toMatchObject([
      { name: 'zope.interface', version: '5.4.0', purl: 'pkg:pypi/zope.interface@5.4.0', licenses },
    ]);
  });

  it('name what they need, extras apart', () => {
    const needs = [
      'Requires-Dist: Zope_Event (>=4)',
      "Requires-Dist: x ; extra == 'test'",
      'Requires-Dist: y[z]>1; python_version > "3"',
    ];
    const [found] = parseFile(pythonInstalled, 'a.dist-info/METADATA', metadata(...needs)).packages;
    expect(found?.dependsOn).toEqual([['zope-event'], ['y']]);
  });

  it('say when they are not what they seem', () => {
    expect(
      parseFile(pythonInstalled, 'a.dist-info/METADATA', 'Name: a\n\nVersion: 1\n').problems,
    ).toHaveLength(1);
    expect(parseFile(pythonEgg, 'a.egg', writeZip({ a: 'x' })).problems).toHaveLength(1);
  });

  it('are found in zipped eggs', () => {
    expect(listFile(pythonEgg, 'a.egg', writeZip({ 'EGG-INFO/PKG-INFO': metadata() }))).toEqual([
      'zope.interface 5.4.0',
    ]);
  });
});

describe('lock files', () => {
  const locked = [
    'certifi 2026.10.18',
    'charset-normalizer 3.5.2',
    'idna 3.20',
    'jinja2 3.1.2',
    'markupsafe 3.0.4',
    'requests 2.31.0',
    'urllib3 2.8.0',
  ];

  it.each([
    { cataloger: pythonLock, file: 'uv.lock' },
    { cataloger: pythonLock, file: 'pylock.toml' },
    { cataloger: pythonRequirements, file: 'requirements.txt' },
    { cataloger: pythonPipfileLock, file: 'Pipfile.lock' },
  ])('$file as its program wrote it', ({ cataloger, file }) => {
    const content = readFileSync(new URL(`testdata/${file}`, import.meta.url));
    const names = listFile(cataloger, file, content).map((one) => one.replace(/ .*/, ''));
    expect([...names].sort()).toEqual(locked.map((one) => one.replace(/ .*/, '')));
    expect(listFile(cataloger, file, content)).toContain('requests 2.31.0');
  });

  it.each([
    {
      what: 'Poetry',
      text: '[[package]]\nname = "flask"\nversion = "1.0.0"\n\n[package.dependencies]\nJinja2 = ">=2"\n\n[metadata]\nlock-version = "2.0"\n',
      expected: ['flask 1.0.0'],
    },
    {
      what: 'PDM',
      text: '[metadata]\nlock_version = "4.4"\n\n[[package]]\nname = "a"\nversion = "1"\ndependencies = ["b>=1"]\n',
      expected: ['a 1'],
    },
  ])('of $what', ({ text, expected }) => {
    expect(listFile(pythonLock, 'poetry.lock', text)).toEqual(expected);
  });

  it.each([
    { line: 'Django==3.2.0', expected: ['Django 3.2.0'] },
    { line: 'uvicorn[standard] == 0.20.0 ; python_version > "3.7"  # why', expected: ['uvicorn 0.20.0'] },
    { line: 'a===1.0+local', expected: ['a 1.0+local'] },
    { line: 'a==1.*', expected: [] },
    { line: 'a>=1,==1.2', expected: [] },
    { line: 'a>=1', expected: [] },
    { line: '-r other.txt', expected: [] },
    { line: 'git+https://x/y@v1#egg=a', expected: [] },
  ])('pins by "$line": $expected', ({ line, expected }) => {
    expect(listFile(pythonRequirements, 'requirements.txt', `${line}\n`)).toEqual(expected);
  });

  it.each([
    { path: 'requirements.txt', wanted: true },
    { path: 'app/dev-requirements.txt', wanted: true },
    { path: 'app/requirements/base.txt', wanted: true },
    { path: 'app/requirements_dev.txt', wanted: true },
    { path: 'app/robots.txt', wanted: false },
  ])('$path: $wanted', ({ path, wanted }) => {
    expect(pythonRequirements.wants?.(path)).toBe(wanted);
  });
});

describe('conda', () => {
  it('has a record for each package', () => {
    const record = {
      name: 'openssl',
      version: '3.1.4',
      build: 'hd590300_0',
      channel: 'https://conda.anaconda.org/conda-forge/linux-64',
      subdir: 'linux-64',
      license: 'Apache-2.0',
      depends: ['ca-certificates', 'libgcc-ng >=12'],
    };
    expect(
      parseFile(condaMeta, 'opt/conda/conda-meta/openssl.json', JSON.stringify(record)).packages,
    ).toEqual([
      {
        type: 'conda',
        name: 'openssl',
        version: '3.1.4',
        purl: 'pkg:conda/openssl@3.1.4?build=hd590300_0&channel=conda-forge&subdir=linux-64',
        licenses: ['Apache-2.0'],
        dependsOn: [['ca-certificates'], ['libgcc-ng']],
      },
    ]);
  });
});
