import { defaultLimits, fileInspectors } from '@breakwater/image';
import { createGapLog } from '../../packages/image/src/gap-log.ts';
import { collectMembers, type LayerMembers } from '../../packages/image/src/layer/collect-members.ts';
import { fromStored, toStored } from '../../packages/image/src/layer-cache/stored-layer.ts';
import { TarError } from '../../packages/image/src/tar/tar-error.ts';
import { createTarReader } from '../../packages/image/src/tar/tar-reader.ts';
import { applyLayer } from '../../packages/image/src/tree/apply-layer.ts';
import { createFileTree } from '../../packages/image/src/tree/file-tree.ts';
import { createDirectory } from '../../packages/image/src/tree/tree-node.ts';
import { type TarMember, writeTar } from '../../packages/image/test-support/index.ts';
import { Broken } from './check.ts';
import { damage } from './damage.ts';
import type { Random } from './random.ts';
import type { Target } from './targets.ts';

const names = [
  'a',
  'a/b',
  'a/b/c',
  './a/../a/x',
  '../../etc/passwd',
  '/etc/shadow',
  'etc/os-release',
  '.wh.a',
  'a/.wh..wh..opq',
  'a/.wh..wh.plnk/1',
  'd/',
  '__proto__',
  `${'long/'.repeat(40)}x`,
  'é\ud800',
];
const contents = [
  '',
  'x',
  'root::0:0::/:/bin/sh\n',
  `AKIA${'Q'.repeat(16)}`,
  '\x7fELF'.repeat(200),
  'y'.repeat(1500),
];
const flags = ['0', '0', '0', '\0', '1', '2', '3', '5', '7', 'S', 'x', 'g', 'L', 'Q'];
const records = ['size', 'path', 'linkpath', 'GNU.sparse.realsize', 'GNU.sparse.name', 'mtime'];

function memberOf(random: Random): TarMember {
  return {
    path: random.pick(names),
    flag: random.pick(flags),
    content: random.pick(contents),
    link: random.pick(names),
    mode: random.pick([0o644, 0o4755, 0o777, 0]),
    format: random.pick(['ustar', 'pax', 'gnu'] as const),
    base256: random.below(10) === 0,
    ...(random.below(8) === 0
      ? { pax: { [random.pick(records)]: random.pick(['1', '-1', '99999999999999999', 'a/b', '']) } }
      : {}),
  };
}

function tarOf(random: Random): Buffer {
  const members = Array.from({ length: random.below(8) }, () => memberOf(random));
  return writeTar(members, { endMarker: random.below(3) > 0 });
}

/** A damaged header whose checksum agrees is read as one. */
function withChecksums(tar: Buffer): Buffer {
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar') continue;
    tar.fill(0x20, at + 148, at + 156);
    const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  }
  return tar;
}

function makeTar(random: Random): string {
  const damaged = Buffer.from(damage(tarOf(random), random), 'latin1');
  return (random.below(2) === 0 ? damaged : withChecksums(damaged)).toString('latin1');
}

/** What came out, or why nothing did; the same for every size of chunks. */
function readTar(bytes: Buffer, chunkSize: number): string {
  const seen: unknown[] = [];
  const reader = createTarReader({
    entry(entry, offset) {
      seen.push([entry, offset]);
      return { start: 700, whole: entry.size < 2000 ? (head) => head[0] !== 0x79 : false };
    },
    start: (_, part) => seen.push(part.toString('latin1')),
    file: (_, body) => seen.push(body.toString('latin1')),
  });
  try {
    for (let at = 0; at < bytes.length; at += chunkSize) reader.write(bytes.subarray(at, at + chunkSize));
    reader.end();
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    seen.push(error.reason);
  }
  return JSON.stringify(seen);
}

function runTar(input: string): void {
  const bytes = Buffer.from(input, 'latin1');
  const whole = readTar(bytes, bytes.length || 1);
  for (const chunkSize of [1, 100, 512, 700]) {
    if (readTar(bytes, chunkSize) !== whole) throw new Broken(`in chunks of ${chunkSize} it is another tar`);
  }
}

const layerLimits = { ...defaultLimits, maxFileBytes: 1 << 20, maxPathBytes: 200, maxPathDepth: 30 };

function collect(bytes: Buffer, index: number): LayerMembers {
  const { reader, members } = collectMembers(index, {
    limits: layerLimits,
    budget: { bytes: 1 << 24, entries: 1000, contentBytes: 1 << 20 },
    keepBody: (path) => (path.length % 2 === 0 ? 'whole' : undefined),
    inspectors: fileInspectors,
  });
  try {
    reader.write(bytes);
    reader.end();
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
  }
  return members();
}

const lowest = writeTar([
  { path: 'a/b', content: 'x' },
  { path: 'd', flag: '2', link: 'a' },
  { path: 'etc/os-release', flag: '2', link: '../d/b' },
]);

/** A layer over another: no name leads out of the image, and what is stored of it gives the same again. */
function runLayer(input: string): void {
  const layer = collect(Buffer.from(input, 'latin1'), 1);
  const content = { ...layer, digest: 'd', uncompressedSize: input.length, isComplete: true };
  const stored = toStored(content);
  const again = stored === undefined ? content : fromStored(stored, 1, 'd');
  const trees = [layer, again].map(({ entries, findings }) => {
    const root = createDirectory(0);
    const gaps = createGapLog();
    applyLayer(root, 0, collect(lowest, 0).entries, gaps);
    applyLayer(root, 1, entries, gaps);
    const tree = createFileTree(root, []);
    const listed = [...tree.entries()];
    const odd = listed.find(({ path }) =>
      path.split('/').some((part) => part === '' || part === '..' || part === '.'),
    );
    if (odd !== undefined) throw new Broken(`the tree has ${JSON.stringify(odd.path)}`);
    const read = listed.map(({ path }) => [tree.resolve(path)?.path, tree.read(path)?.toString('latin1')]);
    return JSON.stringify([listed, read, findings.map(({ path, finding }) => [path, finding]), gaps.list()]);
  });
  if (trees[0] !== trees[1]) throw new Broken('what is stored of the layer is another layer');
}

/** The readers of image layers; bytes as characters. */
export const imageTargets: readonly Target[] = [
  { name: 'tar', make: makeTar, run: runTar },
  { name: 'layer', make: makeTar, run: runLayer },
];
