import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TarMember, writeTar } from '../../test-support/write-tar.ts';
import type { TarEntry } from './tar-entry.ts';
import { TarError } from './tar-error.ts';
import { createTarReader } from './tar-reader.ts';

interface Read extends TarEntry {
  readonly body: string | undefined;
}

function read(bytes: Buffer, chunkSize = bytes.length || 1): readonly Read[] {
  const entries: TarEntry[] = [];
  const bodies = new Map<TarEntry, string>();
  const reader = createTarReader({
    entry(entry) {
      entries.push(entry);
      return { whole: true };
    },
    file: (entry, body) => bodies.set(entry, body.toString('latin1')),
  });
  for (let at = 0; at < bytes.length; at += chunkSize) reader.write(bytes.subarray(at, at + chunkSize));
  reader.end();
  return entries.map((entry) => ({ ...entry, body: bodies.get(entry) }));
}

const long = `${'folder-with-a-name/'.repeat(12)}file.txt`;

describe('createTarReader', () => {
  it.each<{ name: string; member: TarMember; expected: Partial<Read> }>([
    {
      name: 'a file',
      member: { path: 'a', content: 'hello' },
      expected: { path: 'a', type: 'file', body: 'hello' },
    },
    { name: 'an empty file', member: { path: 'a' }, expected: { size: 0, body: '' } },
    { name: 'mode bits', member: { path: 'a', mode: 0o4755 }, expected: { mode: 0o4755 } },
    { name: 'a folder', member: { path: 'a/' }, expected: { type: 'directory', body: undefined } },
    {
      name: 'a folder written as a file',
      member: { path: 'a/', flag: '0' },
      expected: { type: 'directory' },
    },
    {
      name: 'a v7 file',
      member: { path: 'a', flag: '\0', content: 'x' },
      expected: { type: 'file', body: 'x' },
    },
    {
      name: 'a hard link',
      member: { path: 'a', flag: '1', link: 'b' },
      expected: { type: 'hard-link', linkPath: 'b' },
    },
    {
      name: 'a symbolic link',
      member: { path: 'a', flag: '2', link: '../b' },
      expected: { type: 'symlink', linkPath: '../b' },
    },
    { name: 'a device', member: { path: 'a', flag: '3' }, expected: { type: 'other', body: undefined } },
    { name: 'a pax long name', member: { path: long, content: 'x' }, expected: { path: long, body: 'x' } },
    {
      name: 'a GNU long name',
      member: { path: long, format: 'gnu', content: 'x' },
      expected: { path: long, body: 'x' },
    },
    { name: 'a pax long link', member: { path: 'a', flag: '2', link: long }, expected: { linkPath: long } },
    {
      name: 'a GNU long link',
      member: { path: 'a', flag: '1', link: long, format: 'gnu' },
      expected: { linkPath: long },
    },
    {
      name: 'a size in base 256',
      member: { path: 'a', content: 'xyz', base256: true },
      expected: { size: 3, body: 'xyz' },
    },
    { name: 'a name in UTF-8', member: { path: 'ä/日本' }, expected: { path: 'ä/日本' } },
    {
      name: 'a sparse file by pax, without content',
      member: {
        path: 'x',
        content: 'map',
        pax: { 'GNU.sparse.name': 'real', 'GNU.sparse.realsize': '9000' },
      },
      expected: { path: 'real', size: 9000, isSparse: true, body: undefined },
    },
  ])('reads $name', ({ member, expected }) => {
    expect(read(writeTar([member, { path: 'after', content: 'z' }]))).toMatchObject([
      expected,
      { path: 'after', body: 'z' },
    ]);
  });

  it('reads what was written, however it arrives', () => {
    const member = fc.record({
      path: fc.stringMatching(/^[a-z]{1,12}(?:\/[a-z]{1,60}){0,4}$/),
      content: fc.uint8Array({ maxLength: 1600 }).map((bytes) => Buffer.from(bytes)),
      format: fc.constantFrom('pax' as const, 'gnu' as const),
      base256: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(member, { maxLength: 6 }),
        fc.integer({ min: 1, max: 3000 }),
        (members, chunkSize) => {
          const expected = members.map(({ path, content }) => ({ path, body: content.toString('latin1') }));
          const actual = read(writeTar(members), chunkSize).map(({ path, body }) => ({ path, body }));
          expect(actual).toEqual(expected);
        },
      ),
    );
  });

  it('refuses damaged input with TarError and nothing else', () => {
    const tar = writeTar([
      { path: long, content: 'x'.repeat(700) },
      { path: 'b', format: 'gnu', content: 'y' },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(tar.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        fc.nat(tar.length),
        (changes, length) => {
          const damaged = Buffer.from(tar.subarray(0, length));
          for (const [at, byte] of changes) if (at < length) damaged[at] = byte;
          try {
            read(damaged, 100);
          } catch (error) {
            expect(error).toBeInstanceOf(TarError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  const two = writeTar(
    [
      { path: 'a', content: 'x'.repeat(600) },
      { path: 'b', content: 'y' },
    ],
    { endMarker: false },
  );
  it.each([
    { name: 'the end marker is missing', bytes: two, expected: ['a', 'b'] },
    { name: 'one zero block ends it', bytes: Buffer.concat([two, Buffer.alloc(512)]), expected: ['a', 'b'] },
    {
      name: 'bytes follow the end',
      bytes: Buffer.concat([two, Buffer.alloc(1024), Buffer.from('junk')]),
      expected: ['a', 'b'],
    },
    { name: 'it is empty', bytes: Buffer.alloc(0), expected: [] },
  ])('accepts that $name', ({ bytes, expected }) => {
    expect(read(bytes).map(({ path }) => path)).toEqual(expected);
  });

  it.each([
    { name: 'a file is cut', bytes: two.subarray(0, 700), reason: 'truncated' },
    { name: 'a header is cut', bytes: two.subarray(0, 1600), reason: 'truncated' },
    {
      name: 'a checksum is wrong',
      bytes: Buffer.concat([Buffer.from('!'), two.subarray(1)]),
      reason: 'corrupt',
    },
    { name: 'data follows a zero block', bytes: Buffer.concat([Buffer.alloc(512), two]), reason: 'corrupt' },
    {
      name: 'a pax record lies about its length',
      bytes: writeTar([{ path: 'p', flag: 'x', content: '99 path=a\n' }]),
      reason: 'corrupt',
    },
    { name: 'a name holds NUL', bytes: writeTar([{ path: 'a', pax: { path: 'a\0b' } }]), reason: 'corrupt' },
    {
      name: 'a pax size is no number',
      bytes: writeTar([{ path: 'a', pax: { size: '-1' } }]),
      reason: 'corrupt',
    },
  ])('refuses when $name', ({ bytes, reason }) => {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ name: 'TarError', reason }));
  });

  it.each([1, 7, 16, 512, 100_000])('judges bodies by their first bytes, in chunks of %i', (chunkSize) => {
    const bytes = writeTar([
      { path: 'wanted', content: `\x7fELF${'x'.repeat(2000)}` },
      { path: 'script', content: `#!/bin/sh\n${'y'.repeat(2000)}` },
      { path: 'tiny', content: '\x7fE' },
      { path: 'empty', content: '' },
    ]);
    const heads: string[] = [];
    const bodies: string[] = [];
    const reader = createTarReader({
      entry: () => ({
        whole(head) {
          heads.push(head.toString('latin1'));
          return head.toString('latin1').startsWith('\x7fE');
        },
      }),
      file: (entry, body) => bodies.push(`${entry.path} ${body.length}`),
    });
    for (let at = 0; at < bytes.length; at += chunkSize) reader.write(bytes.subarray(at, at + chunkSize));
    reader.end();
    expect(heads).toEqual(['\x7fELFxxxxxxxxxxxx', '#!/bin/sh\nyyyyyy', '\x7fE', '']);
    expect(bodies).toEqual(['wanted 2004', 'tiny 2']);
  });

  it('shows the start of bodies, whatever comes of the whole', () => {
    const wish = fc.record({
      size: fc.nat(1600),
      start: fc.nat(1700),
      whole: fc.constantFrom('no', 'yes', 'accepted', 'refused'),
    });
    fc.assert(
      fc.property(
        fc.array(wish, { maxLength: 5 }),
        fc.integer({ min: 1, max: 3000 }),
        (wishes, chunkSize) => {
          const contents = wishes.map(({ size }, index) => String(index).repeat(size));
          const bytes = writeTar(contents.map((content, index) => ({ path: String(index), content })));
          const starts: string[] = [];
          const wholes: string[] = [];
          const reader = createTarReader({
            entry({ path }) {
              const { start, whole } = wishes[Number(path)] ?? { start: 0, whole: 'no' };
              const isWhole = whole === 'yes' || whole === 'accepted';
              return { start, whole: whole === 'no' || whole === 'yes' ? isWhole : () => isWhole };
            },
            start: ({ path }, part) => starts.push(`${path}:${part}`),
            file: ({ path }, body) => wholes.push(`${path}:${body}`),
          });
          for (let at = 0; at < bytes.length; at += chunkSize)
            reader.write(bytes.subarray(at, at + chunkSize));
          reader.end();
          const shown = (length: (index: number) => number) =>
            contents.flatMap((content, index) => {
              const part = content.slice(0, length(index));
              return part === '' ? [] : [`${index}:${part}`];
            });
          expect(starts).toEqual(shown((index) => wishes[index]?.start ?? 0));
          const isWhole = (index: number) => /yes|accepted/.test(wishes[index]?.whole ?? '');
          expect(wholes.filter((text) => !text.endsWith(':'))).toEqual(
            shown((index) => (isWhole(index) ? 5000 : 0)),
          );
        },
      ),
    );
  });

  it('lets a caller jump over bodies that nobody wants', () => {
    const paths: string[] = [];
    const reader = createTarReader({
      entry(entry) {
        paths.push(entry.path);
        return undefined;
      },
      file() {},
    });
    for (let at = 0; at < two.length; ) {
      const jump = reader.skippable();
      const step = jump > 0 ? jump : 512 - (at % 512);
      if (jump > 0) reader.skip(jump);
      else reader.write(two.subarray(at, at + step));
      at += step;
    }
    reader.end();
    expect(paths).toEqual(['a', 'b']);
  });
});
