import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { type Cataloger, catalogers, condensers, readSbom, SbomError } from '@breakwater/sbom';
import { parseRpmHeader, RpmHeaderError } from '../../packages/sbom/src/catalogers/rpm/header.ts';
import { writeElf } from '../../packages/sbom/test-support/write-elf.ts';
import { writeRpmHeader } from '../../packages/sbom/test-support/write-rpm-header.ts';
import { writeZip } from '../../packages/sbom/test-support/write-zip.ts';
import { Broken } from './check.ts';
import { damage } from './damage.ts';
import type { Random } from './random.ts';
import type { Target } from './targets.ts';

const testdata = (path: string) =>
  readFileSync(new URL(`../../packages/sbom/src/catalogers/${path}`, import.meta.url));

const pom = { 'META-INF/maven/g/a/pom.properties': 'groupId=g\nartifactId=a\nversion=1\n' };
const goInfo = Buffer.concat([
  Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'),
  Buffer.alloc(16),
  Buffer.from('\x08go1.21.4\x40', 'latin1'),
  Buffer.alloc(16, 1),
  Buffer.from('path\ta\nmod\ta\t(devel)\t\ndep\tb/c\tv1\n'),
  Buffer.alloc(16, 1),
]);

/** Files that a cataloger reads, by its name; the others get one that they do not expect. */
const seeds: ReadonlyMap<string, Buffer> = new Map([
  ['apk', Buffer.from('P:a\nV:1\no:b\nD:so:c.1 !d e>1\np:f=1\nF:usr\nR:x\n\nP:.v\nV:1\n')],
  [
    'dpkg',
    Buffer.from(
      'Package: a\nStatus: install ok installed\nVersion: 1:2-3\nSource: b (4)\nDepends: c (>= 1) | d, e\n',
    ),
  ],
  ['elixir-mix-lock', Buffer.from('%{\n  "a": {:hex, :b, "1.0.0", "x"},\n}\n')],
  ['go-mod', Buffer.from('module a\nrequire (\n\tb/c v1.0.0 // indirect\n)\nreplace b/c => d/e v2.0.0\n')],
  ['go-program', writeElf([{ name: '.go.buildinfo', content: goInfo }])],
  ['java-archive', writeZip({ ...pom, 'lib/b.jar': writeZip(pom) })],
  ['npm-bun-lock', testdata('npm/testdata/bun.lock')],
  ['npm-package-lock', testdata('npm/testdata/npm-3.json')],
  ['npm-plug-and-play', testdata('npm/testdata/plug-and-play.txt')],
  ['npm-pnpm-lock', testdata('npm/testdata/pnpm-9.yaml')],
  ['npm-yarn-lock', testdata('npm/testdata/yarn-4.lock')],
  ['python', Buffer.from('Name: a\nVersion: 1\nRequires-Dist: b[c]>1; python_version > "3"\n\nd\n')],
  ['python-lock', testdata('python/testdata/uv.lock')],
  ['python-requirements', testdata('python/testdata/requirements.txt')],
  ['rpm', testdata('rpm/testdata/Packages')],
  ['ruby-gemfile-lock', Buffer.from('GEM\n  specs:\n    a (1.0-x86)\n      b (~> 1)\n')],
  [
    'ruby-gemspec',
    Buffer.from('# stub: a 1 ruby lib\ns.name = "a".freeze\ns.version = "1"\ns.licenses = ["MIT"]\n'),
  ],
  ['rust-cargo-lock', testdata('rust/testdata/Cargo.lock')],
  [
    'rust-program',
    writeElf([{ name: '.dep-v0', content: deflateSync('{"packages":[{"name":"a","version":"1"}]}') }]),
  ],
]);
const rpmHeader = writeRpmHeader({
  1000: 'a',
  1001: '1',
  1002: '2.el9',
  1003: [1],
  1044: 'a-1-2.el9.src.rpm',
  1047: ['b', 'c'],
  1116: [0, 1, 0],
  1117: ['x', 'y', 'z'],
  1118: ['/usr/bin/', '/etc/'],
});
const otherSeed = writeRpmHeader({ 1000: 'a', 1001: '1', 1047: ['b', 'c'] });

/** Every cataloger with a file of its own, damaged; bytes as characters, so that they can be shown and made shorter. */
export const packageTargets: readonly Target[] = [
  ...catalogers.map((cataloger) => ({
    name: `cataloger ${cataloger.name}`,
    make: (random: Random) => damage(seeds.get(cataloger.name) ?? otherSeed, random),
    run: (input: string) => runCataloger(cataloger, Buffer.from(input, 'latin1')),
  })),
  {
    name: 'rpm header',
    make: (random) => damage(rpmHeader, random),
    run: (input) => runRpmHeader(Buffer.from(input, 'latin1')),
  },
  { name: 'sbom', make: (random) => damage(sbomSeed, random), run: runSbom },
];

const sbomSeed = Buffer.from(
  JSON.stringify({
    bomFormat: 'CycloneDX',
    metadata: {
      component: { name: 'a' },
      properties: [{ name: 'breakwater:not-examined', value: '{"what":"a","reason":"b"}' }],
    },
    components: [
      {
        'bom-ref': 'a',
        purl: 'pkg:deb/debian/a@1?upstream=b%401',
        properties: [{ name: 'breakwater:list', value: 'owned' }],
      },
    ],
    dependencies: [{ ref: 'a', dependsOn: ['a'] }],
  }),
);

/** What it throws becomes a gap; what it returns must be packages. Condensers never throw. */
function runCataloger(cataloger: Cataloger, bytes: Buffer): void {
  const path = `${cataloger.folders?.[0] ?? 'app'}/${cataloger.names?.[0] ?? `a.${cataloger.extensions?.[0] ?? 'x'}`}`;
  const condenser = condensers.find(({ name }) => cataloger.condensed?.some((one) => one === name));
  const content = condenser === undefined ? bytes : condenser.condense(bytes, path);
  if (content === undefined) return;
  const tree = { layers: [], entry: () => undefined, resolve: () => undefined, read: () => undefined };
  const file = { path: cataloger.paths?.at(-1) ?? path, layer: 0, size: bytes.length, mode: 0o755, content };
  let packages: ReturnType<Cataloger['parse']>['packages'];
  try {
    packages = cataloger.parse(file, { tree, distro: undefined }).packages;
  } catch (error) {
    if (error instanceof Error) return;
    throw new Broken(`${cataloger.name} threw ${String(error)}`);
  }
  for (const { type, name, version, purl } of packages) {
    if (![type, name, version].every((one) => typeof one === 'string') || !purl.startsWith('pkg:')) {
      throw new Broken(`${cataloger.name} made ${JSON.stringify({ type, name, version, purl })}`);
    }
  }
}

function runRpmHeader(bytes: Buffer): void {
  try {
    const { name, version, epoch, paths } = parseRpmHeader(bytes);
    if (typeof name !== 'string' || typeof version !== 'string' || !Number.isInteger(epoch)) {
      throw new Broken(`a header of ${JSON.stringify({ name, version, epoch })}`);
    }
    if (paths.length > bytes.length) throw new Broken(`${paths.length} paths out of ${bytes.length} bytes`);
  } catch (error) {
    if (!(error instanceof RpmHeaderError)) throw error;
  }
}

function runSbom(input: string): void {
  try {
    readSbom(Buffer.from(input, 'latin1'));
  } catch (error) {
    if (!(error instanceof SbomError)) throw error;
  }
}
