import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type ImageToWrite, writeImageTar, writeLayout, writeManifest } from '../test-support/write-image.ts';
import { type TarMember, writeTar } from '../test-support/write-tar.ts';
import type { Condenser } from './layer/condenser.ts';
import type { ImageLimits } from './limits.ts';
import { openImage } from './open-image.ts';
import { readFileTree } from './read-file-tree.ts';
import type { FileSelection } from './tree/file-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-image-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function save(bytes: Buffer): string {
  files += 1;
  const path = join(folder, `${files}.tar`);
  writeFileSync(path, bytes);
  return path;
}

async function read(
  bytes: Buffer,
  selection: FileSelection = { wants: () => true },
  limits?: Partial<ImageLimits>,
) {
  const image = await openImage(save(bytes));
  const result = await readFileTree(image, { selection, ...(limits === undefined ? {} : { limits }) });
  const contents = result.tree.select({ wants: () => true }).map(({ path, content }) => `${path}=${content}`);
  return { ...result, contents };
}

function layer(...members: readonly TarMember[]) {
  return { tar: writeTar(members) };
}

const tar = writeTar([
  { path: 'a', content: 'x'.repeat(5000) },
  { path: 'b', content: 'y' },
]);
const both = [`a=${'x'.repeat(5000)}`, 'b=y'];
const skippable = Buffer.from('502a4d1803000000616263', 'hex');

describe('readFileTree', () => {
  it.each([
    { name: 'plain', stored: tar },
    { name: 'gzip', stored: gzipSync(tar) },
    {
      name: 'gzip of several members',
      stored: Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
    },
    { name: 'zstd', stored: zstdCompressSync(tar) },
    {
      name: 'zstd of several frames',
      stored: Buffer.concat([zstdCompressSync(tar.subarray(0, 700)), zstdCompressSync(tar.subarray(700))]),
    },
    { name: 'zstd after a skippable frame', stored: Buffer.concat([skippable, zstdCompressSync(tar)]) },
    { name: 'gzip with bytes after its end', stored: Buffer.concat([gzipSync(tar), Buffer.alloc(300_000)]) },
  ])('reads a layer stored as $name', async ({ stored }) => {
    const { contents, gaps, tree } = await read(writeImageTar({ layers: [{ tar, stored }] }));
    expect(contents).toEqual(both);
    expect(gaps).toEqual([]);
    expect(tree.layers[0]).toMatchObject({ size: stored.length, uncompressedSize: tar.length });
  });

  it('names the layer and the command of each file', async () => {
    const history = [
      { created_by: 'ADD base' },
      { created_by: 'CMD x', empty_layer: true },
      { created_by: 'COPY b' },
    ];
    const { tree } = await read(
      writeImageTar({ layers: [layer({ path: 'a' }), layer({ path: 'b' })], history }),
    );
    const commands = ['a', 'b'].map((path) => tree.layers[tree.resolve(path)?.layer ?? -1]?.createdBy);
    expect(commands).toEqual(['ADD base', 'COPY b']);
  });

  it.each<{ name: string; layers: TarMember[][]; expected: string[] }>([
    {
      name: 'by a symbolic link',
      layers: [
        [
          { path: 'data/blob', content: 'x' },
          { path: 'wanted', flag: '2', link: 'data/blob' },
        ],
      ],
      expected: ['wanted=x'],
    },
    {
      name: 'by a hard link in a higher layer',
      layers: [[{ path: 'data/blob', content: 'x' }], [{ path: 'wanted', flag: '1', link: 'data/blob' }]],
      expected: ['wanted=x'],
    },
    {
      name: 'by a hard link whose target is deleted',
      layers: [
        [
          { path: 'blob', content: 'x' },
          { path: 'wanted', flag: '1', link: 'blob' },
        ],
        [{ path: '.wh.blob' }],
      ],
      expected: ['wanted=x'],
    },
    {
      name: 'by a path through a linked folder',
      layers: [
        [
          { path: 'real/exact', content: 'x' },
          { path: 'linked', flag: '2', link: '/real' },
        ],
      ],
      expected: ['real/exact=x'],
    },
  ])('reads content wanted only $name', async ({ layers, expected }) => {
    const bytes = writeImageTar({ layers: layers.map((members) => layer(...members)) });
    const selection = { paths: ['linked/exact'], wants: (path: string) => path === 'wanted' };
    const image = await openImage(save(bytes));
    const { tree, gaps } = await readFileTree(image, { selection });
    expect(tree.select(selection).map(({ path, content }) => `${path}=${content}`)).toEqual(expected);
    expect(gaps).toEqual([]);
  });

  it.each<{ name: string; image: ImageToWrite; code: string }>([
    {
      name: 'gzip that stops early',
      image: { layers: [{ tar, stored: gzipSync(tar).subarray(0, 40) }] },
      code: 'truncated-layer',
    },
    {
      name: 'zstd that stops early',
      image: { layers: [{ tar, stored: zstdCompressSync(tar).subarray(0, 20) }] },
      code: 'truncated-layer',
    },
    {
      name: 'a tar that stops early',
      image: { layers: [{ tar: tar.subarray(0, 3000) }] },
      code: 'truncated-layer',
    },
    {
      name: 'a tar with a bad header',
      image: {
        layers: [{ tar: Buffer.concat([tar.subarray(0, 5632), Buffer.from('?'), tar.subarray(5633)]) }],
      },
      code: 'corrupt-layer',
    },
    {
      name: 'bytes that are no tar',
      image: { layers: [{ tar: Buffer.from('not a tar'.repeat(99)) }] },
      code: 'corrupt-layer',
    },
    {
      name: 'gzip that is garbage',
      image: {
        layers: [{ tar, stored: Buffer.concat([gzipSync(tar).subarray(0, 12), Buffer.alloc(90, 7)]) }],
      },
      code: 'corrupt-layer',
    },
    {
      name: 'another content than the configuration says',
      image: { layers: [{ tar, diffId: `sha256:${'0'.repeat(64)}` }] },
      code: 'wrong-diff-id',
    },
    { name: 'bzip2', image: { layers: [{ tar, stored: Buffer.from('BZh91AY') }] }, code: 'unsupported' },
  ])('refuses a layer that is $name', async ({ image, code }) => {
    await expect(read(writeImageTar(image))).rejects.toMatchObject({ name: 'ImageError', code });
  });

  it('names the damaged blob rather than its symptom', async () => {
    const image = writeManifest({ layers: [{ tar }] });
    const members = image.members.map((member) =>
      member.path === image.layerPaths[0] && Buffer.isBuffer(member.content)
        ? {
            ...member,
            content: Buffer.concat([
              member.content.subarray(0, 30),
              Buffer.alloc(member.content.length - 30),
            ]),
          }
        : member,
    );
    await expect(read(writeTar(writeLayout([{ ...image, members }])))).rejects.toMatchObject({
      code: 'wrong-digest',
    });
  });

  it('reports a foreign layer that is not there', async () => {
    const foreign = {
      tar,
      isAbsent: true,
      mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    };
    const { contents, gaps } = await read(
      writeImageTar({ layers: [foreign, layer({ path: 'c', content: 'z' })] }),
    );
    expect(contents).toEqual(['c=z']);
    expect(gaps).toEqual([
      { what: expect.stringContaining('layer 0'), reason: 'foreign layer that the archive does not carry' },
    ]);
  });

  const zeros = { path: 'zeros', content: Buffer.alloc(3_000_000) };
  it.each<{ name: string; limits: Partial<ImageLimits>; members: TarMember[]; reason: RegExp }>([
    {
      name: 'total bytes',
      limits: { maxTotalBytes: 1_000_000 },
      members: [zeros],
      reason: /more than 1000000 bytes/,
    },
    {
      name: 'ratio',
      limits: { maxRatio: 100, ratioFloorBytes: 500_000 },
      members: [zeros],
      reason: /decompression bomb/,
    },
    {
      name: 'number of files',
      limits: { maxEntries: 1 },
      members: [{ path: 'a' }, { path: 'b' }],
      reason: /more than 1 files/,
    },
    {
      name: 'bytes of a file',
      limits: { maxFileBytes: 5 },
      members: [{ path: 'a', content: '123456' }],
      reason: /files above 5 bytes/,
    },
    {
      name: 'bytes of all contents',
      limits: { maxContentBytes: 5 },
      members: [{ path: 'a', content: '123456' }],
      reason: /exceed 5 bytes/,
    },
    {
      name: 'length of a path',
      limits: { maxPathBytes: 20 },
      members: [{ path: 'a/'.repeat(30) }],
      reason: /longer than 20/,
    },
    {
      name: 'depth of a path',
      limits: { maxPathDepth: 20 },
      members: [{ path: 'a/'.repeat(30) }],
      reason: /deeper than 20/,
    },
    {
      name: 'the root itself',
      limits: {},
      members: [{ path: '../../etc/passwd' }],
      reason: /leads out of the image/,
    },
  ])('reports that a limit was hit: $name', async ({ limits, members, reason }) => {
    const bytes = writeImageTar({ layers: [layer({ path: 'first', content: '1' }, ...members)] });
    const { gaps } = await read(bytes, undefined, limits);
    expect(gaps.map((gap) => gap.reason)).toContainEqual(expect.stringMatching(reason));
  });
});

describe('condensed files', () => {
  const counts: string[] = [];
  const numbers: Condenser = {
    name: 'numbers',
    version: 1,
    wants: (path) => path.startsWith('bin/'),
    isKind: (head) => head[0] === 0x23,
    condense(content, path) {
      counts.push(path);
      return content.length > 3 ? Buffer.from(`${content.length} bytes`) : undefined;
    },
  };
  const selection: FileSelection = { wants: (path) => path.endsWith('.txt'), condensers: [numbers] };

  async function condense(members: readonly TarMember[], limits?: Partial<ImageLimits>) {
    counts.length = 0;
    const image = await openImage(save(writeImageTar({ layers: [layer(...members)] })));
    const { tree, gaps } = await readFileTree(image, {
      selection,
      ...(limits === undefined ? {} : { limits }),
    });
    const kept = tree
      .select(selection)
      .map(({ path, content, condensedBy }) => [path, content.toString(), condensedBy]);
    return { kept, gaps };
  }

  it('keep what a condenser makes of them, by their first bytes; others stay whole', async () => {
    const { kept, gaps } = await condense([
      { path: 'bin/a', content: '#long enough' },
      { path: 'bin/b', content: 'not of the kind' },
      { path: 'bin/c', content: '#' },
      { path: 'bin/d.txt', content: '#whole' },
    ]);
    expect(kept).toEqual([
      ['bin/a', '12 bytes', 'numbers'],
      ['bin/d.txt', '#whole', undefined],
    ]);
    expect(gaps).toEqual([]);
    expect(counts).toEqual(['bin/a', 'bin/c']);
  });

  it('may be larger than those that are kept whole, up to a limit of their own', async () => {
    const members = [
      { path: 'bin/a', content: '#'.repeat(50) },
      { path: 'bin/b', content: '#'.repeat(200) },
      { path: 'bin/c', content: 'x'.repeat(200) },
    ];
    const { kept, gaps } = await condense(members, { maxFileBytes: 10, maxCondensedFileBytes: 100 });
    expect(kept).toEqual([['bin/a', '50 bytes', 'numbers']]);
    expect(gaps).toEqual([{ what: 'bin/b', reason: '200 bytes: files above 100 bytes are not read' }]);
  });

  it('are found by a link, in a second reading', async () => {
    const { kept } = await condense([
      { path: 'opt/real', content: '#long enough' },
      { path: 'bin/a', flag: '2', link: '../opt/real' },
    ]);
    expect(kept).toEqual([['bin/a', '12 bytes', 'numbers']]);
  });
});
