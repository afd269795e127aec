import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGapLog } from '../gap-log.ts';
import type { LayerEntry } from '../layer/layer-entry.ts';
import { applyLayer } from './apply-layer.ts';
import { createFileTree } from './file-tree.ts';
import { createDirectory } from './tree-node.ts';

/** `folder/`, `file=content`, `link->target`, `name=>hard link target`. */
function entry(text: string, layer: number, ordinal: number): LayerEntry {
  const base = { mode: 0o644, size: 0, linkPath: '', body: undefined };
  const hard = text.split('=>');
  if (hard[1] !== undefined) return { ...base, path: hard[0] ?? '', type: 'hard-link', linkPath: hard[1] };
  const soft = text.split('->');
  if (soft[1] !== undefined) return { ...base, path: soft[0] ?? '', type: 'symlink', linkPath: soft[1] };
  if (text.endsWith('/')) return { ...base, path: text.slice(0, -1), type: 'directory' };
  const [path = '', text2 = ''] = text.split('=');
  const content = Buffer.from(text2);
  const body = { layer, ordinal, size: content.length, isSparse: false, content };
  return { ...base, path, type: 'file', size: content.length, body };
}

function squash(layers: readonly (readonly string[])[]) {
  const root = createDirectory(0);
  const gaps = createGapLog();
  layers.forEach((entries, layer) => {
    applyLayer(
      root,
      layer,
      entries.map((text, ordinal) => entry(text, layer, ordinal)),
      gaps,
    );
  });
  const tree = createFileTree(root, []);
  const names = [...tree.entries()]
    .filter(({ type }) => type !== 'directory')
    .map(({ path, type, linkPath, layer }) =>
      type === 'symlink' ? `${path}->${linkPath}` : `${path}=${tree.read(path)} @${layer}`,
    );
  return { tree, names, gaps: gaps.list() };
}

describe('applyLayer', () => {
  it.each<{ name: string; layers: string[][]; expected: string[] }>([
    { name: 'a later layer replaces', layers: [['a=1'], ['a=2']], expected: ['a=2 @1'] },
    { name: 'the last duplicate of a layer wins', layers: [['a=1', 'a=2']], expected: ['a=2 @0'] },
    { name: 'a whiteout deletes a file', layers: [['d/a=1', 'd/b=2'], ['d/.wh.a=']], expected: ['d/b=2 @0'] },
    { name: 'a whiteout deletes a folder', layers: [['d/e/a=1', 'b=2'], ['d/.wh.e=']], expected: ['b=2 @0'] },
    {
      name: 'a whiteout spares its own layer, standing before',
      layers: [['a=1'], ['.wh.a=', 'a=2']],
      expected: ['a=2 @1'],
    },
    {
      name: 'a whiteout spares its own layer, standing after',
      layers: [['a=1'], ['a=2', '.wh.a=']],
      expected: ['a=2 @1'],
    },
    {
      name: 'a whiteout of nothing does nothing',
      layers: [['a=1'], ['.wh.b=', 'x/.wh.c=']],
      expected: ['a=1 @0'],
    },
    {
      name: 'opaque hides lower content, standing after',
      layers: [
        ['d/a=1', 'd/e/b=1'],
        ['d/c=2', 'd/.wh..wh..opq='],
      ],
      expected: ['d/c=2 @1'],
    },
    { name: 'opaque at the root', layers: [['a=1'], ['.wh..wh..opq=', 'b=2']], expected: ['b=2 @1'] },
    {
      name: 'AUFS leftovers are ignored',
      layers: [['.wh..wh.plnk/1=x', '.wh..wh.aufs=', 'a=1']],
      expected: ['a=1 @0'],
    },
    {
      name: 'a folder over a folder merges',
      layers: [['d/a=1'], ['d/', 'd/b=2']],
      expected: ['d/a=1 @0', 'd/b=2 @1'],
    },
    {
      name: 'a file over a folder removes what was in it',
      layers: [['d/a=1'], ['d=2']],
      expected: ['d=2 @1'],
    },
    { name: 'a folder over a file', layers: [['d=1'], ['d/', 'd/a=2']], expected: ['d/a=2 @1'] },
    { name: 'a folder never listed, over a file', layers: [['d=1'], ['d/a=2']], expected: ['d/a=2 @1'] },
    { name: 'folders after their children', layers: [['d/e/a=1', 'd/e/', 'd/']], expected: ['d/e/a=1 @0'] },
    { name: 'a hard link shares content', layers: [['a=1', 'b=>a']], expected: ['a=1 @0', 'b=1 @0'] },
    { name: 'a hard link into a lower layer', layers: [['a=1'], ['b=>/a']], expected: ['a=1 @0', 'b=1 @1'] },
    {
      name: 'a hard link survives the whiteout of its target',
      layers: [['a=1', 'b=>a'], ['.wh.a=']],
      expected: ['b=1 @0'],
    },
    {
      name: 'a hard link to what its own layer deletes',
      layers: [['a=1'], ['b=>a', '.wh.a=']],
      expected: ['b=1 @1'],
    },
    {
      name: 'a hard link keeps content when its target is replaced',
      layers: [['a=1', 'b=>a'], ['a=2']],
      expected: ['a=2 @1', 'b=1 @0'],
    },
    {
      name: 'a hard link prefers its own layer',
      layers: [['a=1'], ['a=2', 'b=>a']],
      expected: ['a=2 @1', 'b=2 @1'],
    },
    {
      name: 'a parent that is a link is followed',
      layers: [['usr/lib/', 'lib->usr/lib'], ['lib/a=1']],
      expected: ['lib->usr/lib', 'usr/lib/a=1 @1'],
    },
    {
      name: 'a whiteout behind a link',
      layers: [['usr/lib/a=1', 'lib->/usr/lib'], ['lib/.wh.a=']],
      expected: ['lib->/usr/lib'],
    },
    {
      name: 'a link that would leave the root',
      layers: [['x->../../etc'], ['x/a=1']],
      expected: ['etc/a=1 @1', 'x->../../etc'],
    },
    {
      name: 'a folder entry replaces a link',
      layers: [
        ['usr/lib/b=0', 'lib->usr/lib'],
        ['lib/', 'lib/a=1'],
      ],
      expected: ['lib/a=1 @1', 'usr/lib/b=0 @0'],
    },
    {
      name: 'names that mean something to JavaScript',
      layers: [['__proto__/constructor=1', 'toString=2']],
      expected: ['__proto__/constructor=1 @0', 'toString=2 @0'],
    },
  ])('$name', ({ layers, expected }) => {
    expect(squash(layers).names).toEqual(expected);
  });

  it('says when a hard link leads nowhere', () => {
    expect(squash([['a=>missing']]).gaps).toEqual([
      { what: 'a in layer 0', reason: 'hard link to missing, which is not in the image' },
    ]);
  });

  it('says when a path lies behind a circle of links', () => {
    const { names, gaps } = squash([['a->b', 'b->a', 'a/x=1', 'ok=1']]);
    expect(names).toEqual(['a->b', 'b->a', 'ok=1 @0']);
    expect(gaps).toHaveLength(1);
  });

  it('gives what a flat list of paths gives, for files and whiteouts in one folder', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const layer = fc.uniqueArray(fc.tuple(name, fc.boolean()), {
      selector: ([one, hide]) => `${one}${hide}`,
    });
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 5 }), (layers) => {
        const flat = new Map<string, number>();
        layers.forEach((entries, index) => {
          for (const [one, hides] of entries) if (hides) flat.delete(one);
          for (const [one, hides] of entries) if (!hides) flat.set(one, index);
        });
        const texts = layers.map((entries) =>
          entries.map(([one, hides]) => (hides ? `f/.wh.${one}=` : `f/${one}=x`)),
        );
        const expected = [...flat].map(([one, index]) => `f/${one}=x @${index}`).sort();
        expect(squash(texts).names).toEqual(expected);
      }),
    );
  });
});

describe('resolve', () => {
  const { tree } = squash([
    [
      'usr/lib/os-release=x',
      'etc/os-release->../usr/lib/os-release',
      'abs->/etc/os-release',
      'up->../../../usr',
      'loop->loop',
    ],
  ]);
  it.each([
    { path: 'etc/os-release', expected: 'usr/lib/os-release' },
    { path: 'abs', expected: 'usr/lib/os-release' },
    { path: 'up/lib/os-release', expected: 'usr/lib/os-release' },
    { path: 'loop', expected: undefined },
    { path: 'missing/x', expected: undefined },
  ])('$path leads to $expected', ({ path, expected }) => {
    expect(tree.resolve(path)?.path).toBe(expected);
  });
});
