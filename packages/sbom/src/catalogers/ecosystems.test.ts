import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listFile, parseFile } from '../../test-support/parse-file.ts';
import type { Cataloger } from '../cataloger.ts';
import { alpmLocalDatabase } from './alpm/local-database.ts';
import { apkInstalled } from './apk/installed.ts';
import { conanLock } from './conan/conan-lock.ts';
import { pubspecLock } from './dart/pubspec-lock.ts';
import { dotnetDeps } from './dotnet/deps-json.ts';
import { nugetConfig, nugetLock } from './dotnet/packages-lock.ts';
import { readCopyright } from './dpkg/copyright.ts';
import { mixLock, rebarLock } from './elixir/mix-lock.ts';
import { bitnamiSpdx } from './embedded/bitnami-spdx.ts';
import { goMod } from './golang/go-mod.ts';
import { bunLock } from './npm/bun-lock.ts';
import { yarnLock } from './npm/yarn-lock.ts';
import { composerLock } from './php/composer-lock.ts';
import { composerInstalled } from './php/installed-json.ts';
import { pythonRequirements } from './python/lock-files.ts';
import { gemfileLock } from './ruby/gemfile-lock.ts';
import { rubyGemspec } from './ruby/gemspec.ts';
import { cargoLock } from './rust/cargo-lock.ts';
import { swiftResolved } from './swift/package-resolved.ts';
import { podfileLock } from './swift/podfile-lock.ts';

describe('apk', () => {
  const text = [
    'C:Q1x=\nP:libcrypto3\nV:3.0.7-r0\nA:x86_64\nL:Apache-2.0\no:openssl\nD:so:libc.musl-x86_64.so.1 !old musl>=1.2\np:so:libcrypto.so.3=3 libcrypto=1\nF:usr\nF:usr/lib\nR:libcrypto.so.3\na:0:0:755\n',
    'P:.build-deps\nV:1\nL:custom\n',
    'P:musl\nV:1.2.3-r4\no:musl\np:so:libc.musl-x86_64.so.1=1\n',
    'P:broken\n',
  ].join('\n');

  it('lists packages with origin, needs and files; virtual ones are no software', () => {
    const { packages, ownership, problems } = parseFile(apkInstalled, 'lib/apk/db/installed', text, {
      distro: { id: 'alpine', version: '3.17.0' },
    });
    expect(packages).toMatchObject([
      {
        name: 'libcrypto3',
        version: '3.0.7-r0',
        purl: 'pkg:apk/alpine/libcrypto3@3.0.7-r0?arch=x86_64&distro=alpine-3.17.0&upstream=openssl',
        origin: { name: 'openssl', version: '3.0.7-r0' },
        licenses: ['Apache-2.0'],
        dependsOn: [['so:libc.musl-x86_64.so.1'], ['musl']],
        provides: ['so:libcrypto.so.3', 'libcrypto'],
      },
      { name: 'musl', purl: 'pkg:apk/alpine/musl@1.2.3-r4?distro=alpine-3.17.0' },
    ]);
    expect(ownership?.[0]).toEqual({ type: 'apk', name: 'libcrypto3', paths: ['usr/lib/libcrypto.so.3'] });
    expect(problems).toEqual(['record 4 (broken) has no version']);
  });
});

describe('pacman', () => {
  it('describes each package in a folder of its own', () => {
    const text =
      '%NAME%\nlibcurl\n\n%VERSION%\n8.4.0-2\n\n%BASE%\ncurl\n\n%ARCH%\nx86_64\n\n%LICENSE%\nMIT\n\n%DEPENDS%\nglibc>=2\nlibssl.so=3-64\n\n%PROVIDES%\nlibcurl.so=4-64\n';
    const path = 'var/lib/pacman/local/libcurl-8.4.0-2/desc';
    expect(alpmLocalDatabase.wants?.(path)).toBe(true);
    expect(parseFile(alpmLocalDatabase, path, text).packages).toEqual([
      {
        type: 'alpm',
        name: 'libcurl',
        version: '8.4.0-2',
        purl: 'pkg:alpm/arch/libcurl@8.4.0-2?arch=x86_64&upstream=curl',
        licenses: ['MIT'],
        architecture: 'x86_64',
        origin: { name: 'curl', version: '8.4.0-2' },
        dependsOn: [['glibc'], ['libssl.so']],
        provides: ['libcurl.so'],
      },
    ]);
  });

  it('lists the files of each', () => {
    const read = () => Buffer.from('%NAME%\nlibcurl\n\n%VERSION%\n8.4.0-2\n');
    const tree = { layers: [], entry: () => undefined, resolve: () => undefined, read };
    const parsed = parseFile(
      alpmLocalDatabase,
      'var/lib/pacman/local/a/files',
      '%FILES%\nusr/\nusr/lib/a.so\n',
      { tree },
    );
    expect(parsed.ownership).toEqual([{ type: 'alpm', name: 'libcurl', paths: ['usr/', 'usr/lib/a.so'] }]);
  });
});

describe('copyright files', () => {
  it.each([
    {
      text: 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+ or MIT\n text\n\nFiles: debian/*\nLicense: MIT\n\nLicense: MIT\n Permission\n',
      expected: ['GPL-2+ or MIT', 'MIT'],
    },
    {
      text: "See /usr/share/common-licenses/GPL-2.\nAnd `/usr/share/common-licenses/LGPL-2.1'.",
      expected: ['GPL-2', 'LGPL-2.1'],
    },
    { text: 'License: all mine', expected: [] },
    { text: undefined, expected: [] },
  ])('name $expected', ({ text, expected }) => {
    expect(readCopyright(text === undefined ? undefined : Buffer.from(text))).toEqual(expected);
  });
});

describe('gemspecs', () => {
  it.each([
    {
      text: '# stub: nokogiri 1.11.1 x86_64-linux lib\nGem::Specification.new do |s|\n  s.name = "nokogiri".freeze\n  s.version = "1.11.1"\n  s.platform = "x86_64-linux".freeze\n  s.licenses = ["MIT".freeze, "X".freeze]\n  s.add_runtime_dependency(%q<racc>.freeze, ["~> 1.4"])\nend\n',
      expected: {
        purl: 'pkg:gem/nokogiri@1.11.1?platform=x86_64-linux',
        licenses: ['MIT', 'X'],
        dependsOn: [['racc']],
      },
    },
    {
      text: "spec.name = 'a'\nspec.version = Gem::Version.new('2.0')\n",
      expected: { purl: 'pkg:gem/a@2.0' },
    },
    {
      text: '# stub: rexml 3.2.5 ruby lib\ns.version = VERSION\n',
      expected: { purl: 'pkg:gem/rexml@3.2.5' },
    },
  ])('$expected.purl', ({ text, expected }) => {
    expect(parseFile(rubyGemspec, 'specifications/a.gemspec', text).packages).toMatchObject([expected]);
  });

  it.each([
    { path: 'usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.gemspec', wanted: true },
    { path: 'specifications/a-1.gemspec', wanted: true },
    { path: 'gems/a-1/a.gemspec', wanted: false },
  ])('$path is an installed gem: $wanted', ({ path, wanted }) => {
    expect(rubyGemspec.wants?.(path)).toBe(wanted);
  });
});

describe('files', () => {
  it.each([
    {
      what: 'Composer 2',
      cataloger: composerInstalled,
      text: '{"packages":[{"name":"twig/twig","version":"v2.12.0","license":["BSD-3-Clause"]},{"name":"x/y"}]}',
      expected: ['twig/twig v2.12.0'],
    },
    {
      what: 'Composer 1',
      cataloger: composerInstalled,
      text: '[{"name":"a/b","version":"1.0"}]',
      expected: ['a/b 1.0'],
    },
    {
      what: 'composer.lock',
      cataloger: composerLock,
      text: '{"packages":[{"name":"a/b","version":"1.0"}],"packages-dev":[{"name":"c/d","version":"2.0"}]}',
      expected: ['a/b 1.0', 'c/d 2.0'],
    },
    {
      what: 'a published .NET program',
      cataloger: dotnetDeps,
      text: '{"targets":{"x":{"App/1.0.0":{"dependencies":{"A":"1"}}}},"libraries":{"App/1.0.0":{"type":"project"},"A/1.0.0":{"type":"package"},"runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1":{"type":"runtimepack"},"B/2":{"type":"reference"}}}',
      expected: ['A 1.0.0', 'Microsoft.NETCore.App.Runtime.linux-x64 8.0.1'],
    },
    {
      what: 'packages.lock.json',
      cataloger: nugetLock,
      text: '{"version":1,"dependencies":{"net6.0":{"A":{"type":"Direct","resolved":"1.0.0"},"Own":{"type":"Project"}}}}',
      expected: ['A 1.0.0'],
    },
    {
      what: 'packages.config',
      cataloger: nugetConfig,
      text: '<packages>\n  <package id="A" version="1.0.0" targetFramework="net48" />\n</packages>',
      expected: ['A 1.0.0'],
    },
    {
      what: 'Gemfile.lock',
      cataloger: gemfileLock,
      text: 'PATH\n  remote: .\n  specs:\n    own (0.1.0)\n\nGEM\n  remote: https://rubygems.org/\n  specs:\n    nokogiri (1.15.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7.1)\n\nDEPENDENCIES\n  nokogiri\n',
      expected: ['nokogiri 1.15.0', 'racc 1.7.1'],
    },
    {
      what: 'mix.lock',
      cataloger: mixLock,
      text: '%{\n  "cowboy": {:hex, :cowboy, "2.9.0", "865d", [:make], [], "hexpm", "2c7"},\n  "own": {:git, "https://x", "abc", []},\n  "app": {:hex, :other_name, "1.0.0-rc.1", "x"},\n}\n',
      expected: ['cowboy 2.9.0', 'other_name 1.0.0-rc.1'],
    },
    {
      what: 'rebar.lock',
      cataloger: rebarLock,
      text: '{"1.2.0",\n[{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0},\n {<<"own">>,{git,"https://x",{ref,"a"}},0}]}.\n',
      expected: ['cowboy 2.9.0'],
    },
    {
      what: 'pubspec.lock',
      cataloger: pubspecLock,
      text: 'packages:\n  async:\n    dependency: transitive\n    description:\n      name: async\n      url: "https://pub.dev"\n    source: hosted\n    version: "2.11.0"\n  flutter:\n    dependency: "direct main"\n    description: flutter\n    source: sdk\n    version: "0.0.0"\nsdks:\n  dart: ">=3.0.0"\n',
      expected: ['async 2.11.0'],
    },
    {
      what: 'Package.resolved 2',
      cataloger: swiftResolved,
      text: '{"pins":[{"identity":"swift-nio","kind":"remoteSourceControl","location":"https://github.com/apple/swift-nio.git","state":{"revision":"abc","version":"2.58.0"}},{"location":"git@github.com:a/b.git","state":{"branch":"main","revision":"def"}}],"version":2}',
      expected: ['github.com/apple/swift-nio 2.58.0', 'github.com/a/b def'],
    },
    {
      what: 'Package.resolved 1',
      cataloger: swiftResolved,
      text: '{"object":{"pins":[{"package":"a","repositoryURL":"https://github.com/x/a","state":{"version":"1.0.0"}}]},"version":1}',
      expected: ['github.com/x/a 1.0.0'],
    },
    {
      what: 'Podfile.lock',
      cataloger: podfileLock,
      text: 'PODS:\n  - Alamofire (5.6.1)\n  - Firebase/Core (10.1.0):\n    - Firebase/CoreOnly\n  - "a+b (1.0)"\n\nDEPENDENCIES:\n  - Alamofire (~> 5)\n',
      expected: ['Alamofire 5.6.1', 'Firebase 10.1.0', 'a+b 1.0'],
    },
    {
      what: 'conan.lock of Conan 2',
      cataloger: conanLock,
      text: '{"version":"0.5","requires":["zlib/1.2.13#rev%1690","fmt/9.1.0@user/stable#r"],"build_requires":["cmake/3.25.0#r"]}',
      expected: ['zlib 1.2.13', 'fmt 9.1.0', 'cmake 3.25.0'],
    },
    {
      what: 'conan.lock of Conan 1',
      cataloger: conanLock,
      text: '{"graph_lock":{"nodes":{"0":{"path":"."},"1":{"ref":"openssl/3.0.3"}}}}',
      expected: ['openssl 3.0.3'],
    },
    {
      what: 'go.mod',
      cataloger: goMod,
      text: 'module example.com/a\n\ngo 1.21\n\nrequire (\n\tgithub.com/a/b v1.0.0 // indirect\n\tgithub.com/c/d v1.1.0\n)\nrequire github.com/e/f v2.0.0+incompatible\nreplace github.com/c/d => github.com/fork/d v1.1.1\nreplace github.com/a/b v1.0.0 => ../b\n',
      expected: ['github.com/a/b v1.0.0', 'github.com/fork/d v1.1.1', 'github.com/e/f v2.0.0+incompatible'],
    },
    {
      what: 'Cargo.lock as cargo wrote it',
      cataloger: cargoLock,
      text: readFileSync(new URL('rust/testdata/Cargo.lock', import.meta.url), 'utf8'),
      expected: ['itoa', 'tide 0.1.0'],
    },
  ])('of $what', ({ cataloger, text, expected }) => {
    const found = listFile(cataloger, 'a', text);
    expect(found).toHaveLength(expected.length);
    for (const [index, one] of expected.entries()) expect(found[index]).toContain(one);
  });
});

describe('what Bitnami says of its images', () => {
  it('is read by purl, the distribution apart', () => {
    const ref = (referenceLocator: string) => [{ referenceType: 'purl', referenceLocator }];
    const document = {
      packages: [
        {
          name: 'Redis',
          versionInfo: '7.2.4-0',
          licenseDeclared: 'BSD-3-Clause',
          externalRefs: ref('pkg:bitnami/redis@7.2.4-0?arch=amd64'),
        },
        { name: 'libc6', versionInfo: '2.36', externalRefs: ref('pkg:deb/debian/libc6@2.36') },
        { name: 'plain', versionInfo: '1' },
      ],
    };
    const { packages } = parseFile(
      bitnamiSpdx,
      'opt/bitnami/redis/.spdx-redis.spdx',
      JSON.stringify(document),
    );
    expect(packages).toMatchObject([
      { type: 'bitnami', name: 'redis', version: '7.2.4-0', licenses: ['BSD-3-Clause'] },
      { type: 'bitnami', name: 'plain', version: '1' },
    ]);
  });
});

describe('hostile files', () => {
  const million = 1_000_000;
  it.each([
    {
      what: 'blanks after a licence',
      parse: () => readCopyright(Buffer.from(`Format: x\nLicense: a${' '.repeat(million)}b`)),
    },
    { what: 'quotation marks in bun.lock', parse: () => attempt(bunLock, `{"${'\\"'.repeat(million)}`) },
    { what: 'commas in bun.lock', parse: () => attempt(bunLock, `{${', '.repeat(million)}`) },
    { what: 'aliases in a line of yarn.lock', parse: () => attempt(yarnLock, '@npm:'.repeat(million / 5)) },
    { what: 'blanks in requirements', parse: () => attempt(pythonRequirements, `a${' '.repeat(million)}`) },
    {
      what: 'slashes in Package.resolved',
      parse: () =>
        attempt(
          swiftResolved,
          JSON.stringify({ pins: [{ location: `${'/'.repeat(million)}a`, state: { version: '1' } }] }),
        ),
    },
  ])('with many $what take no time', ({ parse }) => {
    const start = performance.now();
    parse();
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

function attempt(cataloger: Cataloger, text: string): void {
  try {
    parseFile(cataloger, 'a', text);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
  }
}
