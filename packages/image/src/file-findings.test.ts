import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeImageTar } from '../test-support/write-image.ts';
import { type TarMember, writeTar } from '../test-support/write-tar.ts';
import type { FileInspector } from './layer/file-inspector.ts';
import type { ImageLimits } from './limits.ts';
import { openImage } from './open-image.ts';
import { readDirectoryTree } from './read-directory-tree.ts';
import { readFileTree } from './read-file-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-findings-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const common = { kind: 'secret', title: 't', severity: 'high', remediation: 'r' } as const;
/** Tells the first bytes of every file whose content has an exclamation mark. */
const loud: FileInspector = {
  name: 'loud',
  version: 1,
  wants: ({ path, size }) => (path.includes('skip') ? 0 : size),
  needsAll: ({ path }) => path.endsWith('.key'),
  inspect({ path }, bytes) {
    const text = Buffer.from(bytes).toString();
    if (text.includes('boom')) throw new Error('no such luck');
    return text.includes('!')
      ? [{ ...common, checkId: 'loud', evidence: `${path} ${text.slice(0, 4)}` }]
      : [];
  },
};
const setuid: FileInspector = {
  name: 'setuid',
  version: 1,
  wants: () => 0,
  inspect: ({ path, mode }) =>
    (mode & 0o4000) === 0 ? [] : [{ ...common, kind: 'setuid', checkId: 'suid', evidence: path }],
};
const inspectors = [loud, setuid];

async function inspect(layers: readonly (readonly TarMember[])[], limits: Partial<ImageLimits> = {}) {
  files += 1;
  const path = join(folder, `${files}.tar`);
  writeFileSync(path, writeImageTar({ layers: layers.map((members) => ({ tar: writeTar(members) })) }));
  const image = await openImage(path);
  // Half of the contents are wanted by others too.
  const selection = { wants: (name: string) => name.length % 2 === 0 };
  const { findings, waste, gaps } = await readFileTree(image, { selection, inspectors, limits });
  const indexOf = (diffId?: string) => image.layers.findIndex((layer) => layer.diffId === diffId);
  return {
    gaps,
    found: findings.map(
      ({ path: name, layer, isDeleted, checkId }) =>
        `${indexOf(layer)} ${name} ${checkId}${isDeleted ? ' deleted' : ''}`,
    ),
    waste: waste.map(({ layer, bytes, files: count }) => [indexOf(layer), bytes, count]),
  };
}

const a = { path: 'a', content: 'key!' };

describe('inspectors', () => {
  it.each<{
    name: string;
    layers: TarMember[][];
    found: string[];
    waste?: number[][];
  }>([
    { name: 'a file', layers: [[a]], found: ['0 a loud'] },
    {
      name: 'a file that a layer deletes',
      layers: [[a], [{ path: '.wh.a' }]],
      found: ['0 a loud deleted'],
      waste: [[0, 4, 1]],
    },
    {
      name: 'a file in a folder that a layer empties',
      layers: [
        [{ path: 'd/a', content: 'key!' }],
        [{ path: 'd/.wh..wh..opq' }, { path: 'd/b', content: 'x' }],
      ],
      found: ['0 d/a loud deleted'],
      waste: [[0, 4, 1]],
    },
    {
      name: 'a file that a layer replaces',
      layers: [[a], [{ path: 'a', content: 'longer key!' }]],
      found: ['0 a loud deleted', '1 a loud'],
      waste: [[0, 4, 1]],
    },
    {
      name: 'a file that comes twice in a layer',
      layers: [[a, { path: 'a', content: 'other' }]],
      found: ['0 a loud deleted'],
      waste: [[0, 4, 1]],
    },
    {
      name: 'a deleted file that has another name',
      layers: [[a, { path: 'z', flag: '1', link: 'a' }], [{ path: '.wh.a' }]],
      found: ['0 a loud'],
    },
    {
      name: 'files in order of path, whatever their order in the tar',
      layers: [
        [
          { path: 'c', content: '!' },
          { path: 'b', content: '!', mode: 0o4755 },
        ],
      ],
      found: ['0 b loud', '0 b suid', '0 c loud'],
    },
    { name: 'by the header alone', layers: [[{ path: 'skip', mode: 0o4755 }]], found: ['0 skip suid'] },
    { name: 'no marker of a deletion', layers: [[{ path: '.wh.x', content: '!' }]], found: [] },
    { name: 'no link', layers: [[{ path: 'l', flag: '2', link: 'a', mode: 0o4755 }]], found: [] },
  ])('see $name', async ({ layers, found, waste = [] }) => {
    expect(await inspect(layers)).toEqual({ gaps: [], found, waste });
  });

  it('are shown the start of a large file; what matters there is told as not examined', async () => {
    const long = `!${'x'.repeat(3000)}`;
    const layers = [
      [
        { path: 'x', content: long },
        { path: 'one.key', content: long },
        { path: 'late', content: `${'x'.repeat(3000)}!` },
      ],
    ];
    const { found, gaps } = await inspect(layers, { maxInspectedBytes: 1000 });
    expect(found).toEqual(['0 one.key loud', '0 x loud']);
    expect(gaps).toEqual([
      { what: 'one.key in layer 0', reason: 'loud: only its first 1000 bytes of 3001 are looked at' },
    ]);
  });

  it('may fail at a file: that is told, and the others are still seen', async () => {
    const { found, gaps } = await inspect([[{ path: 'b', content: 'boom', mode: 0o4755 }, a]]);
    expect(found).toEqual(['0 a loud', '0 b suid']);
    expect(gaps).toEqual([{ what: 'b in layer 0', reason: 'loud: no such luck' }]);
  });

  it('find no more than a layer may have', async () => {
    const { found, gaps } = await inspect([[a, { path: 'b', content: '!' }]], { maxFindings: 1 });
    expect(found).toEqual(['0 a loud']);
    expect(gaps).toEqual([{ what: 'b in layer 0', reason: 'loud: more than 1 findings in one layer' }]);
  });

  it('see the files of a folder', async () => {
    const root = join(folder, 'root');
    mkdirSync(join(root, 'sub'), { recursive: true });
    writeFileSync(join(root, 'sub/b'), 'key!');
    writeFileSync(join(root, 'skip'), '!');
    chmodSync(join(root, 'skip'), 0o4755);
    symlinkSync('/etc/passwd', join(root, 'link'));
    const { findings, waste, gaps } = await readDirectoryTree(root, { selection: {}, inspectors });
    expect(findings).toEqual([
      { ...common, kind: 'setuid', checkId: 'suid', path: 'skip', isDeleted: false, evidence: 'skip' },
      { ...common, checkId: 'loud', path: 'sub/b', isDeleted: false, evidence: 'sub/b key!' },
    ]);
    expect({ waste, gaps }).toEqual({ waste: [], gaps: [] });
  });
});
