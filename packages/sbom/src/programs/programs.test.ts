import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listFile, parseFile } from '../../test-support/parse-file.ts';
import { firstSection, memoryBase, writeElf } from '../../test-support/write-elf.ts';
import { knownProduct } from '../catalogers/binary/known-product.ts';
import { goProgram } from '../catalogers/golang/go-program.ts';
import { rustProgram } from '../catalogers/rust/rust-program.ts';
import { programs } from './condense-program.ts';

const sentinel = Buffer.alloc(16, 0xf9);
const modules = [
  'path\texample.com/tide/cmd',
  'mod\texample.com/tide\t(devel)\t',
  'dep\tgithub.com/a/b\tv1.2.3\th1:x=',
  'dep\tgithub.com/c/d\tv0.0.0-20210520170846-37e1c6afe023\th1:y=',
  '=>\tgithub.com/fork/d\tv0.1.0\th1:z=',
  'dep\tgithub.com/e/f\tv2.0.0+incompatible',
  '=>\t./local\t',
  'build\t-compiler=gc',
  '',
].join('\n');

/** Go 1.18 and later: magic, flags, two counted texts. */
function inlineInfo(version: string, text = modules): Buffer {
  const counted = [Buffer.from(version), Buffer.concat([sentinel, Buffer.from(text), sentinel])];
  const parts = counted.flatMap((one) => [Buffer.from(varint(one.length)), one]);
  const head = Buffer.alloc(32);
  head.write('\xff Go buildinf:', 'latin1');
  head[14] = 8;
  head[15] = 2;
  return Buffer.concat([head, ...parts]);
}

/** Up to Go 1.17: two pointers to headers of strings, here all in one section. */
function pointerInfo(version: string): Buffer {
  const texts = [Buffer.from(version), Buffer.concat([sentinel, Buffer.from(modules), sentinel])];
  const base = memoryBase + firstSection;
  const head = Buffer.alloc(64);
  head.write('\xff Go buildinf:', 'latin1');
  head[14] = 8;
  head.writeBigUInt64LE(BigInt(base + 32), 16);
  head.writeBigUInt64LE(BigInt(base + 48), 24);
  let at = 64;
  texts.forEach((text, index) => {
    head.writeBigUInt64LE(BigInt(base + at), 32 + index * 16);
    head.writeBigUInt64LE(BigInt(text.length), 40 + index * 16);
    at += text.length;
  });
  return Buffer.concat([head, ...texts]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
}

const listed = [
  'example.com/tide (devel)',
  'github.com/a/b v1.2.3',
  'github.com/fork/d v0.1.0',
  'github.com/e/f v2.0.0+incompatible',
];

describe('Go programs', () => {
  it.each([
    {
      form: 'texts after the header',
      section: '.go.buildinfo',
      info: inlineInfo('go1.21.4'),
      stdlib: 'go1.21.4',
    },
    {
      form: 'pointers to texts',
      section: '.go.buildinfo',
      info: pointerInfo('go1.16.5'),
      stdlib: 'go1.16.5',
    },
    {
      form: 'no section of that name',
      section: '.data',
      info: Buffer.concat([Buffer.alloc(24), inlineInfo('go1.20')]),
      stdlib: 'go1.20',
    },
    {
      form: 'an experiment',
      section: '.go.buildinfo',
      info: inlineInfo('go1.22.1 X:boringcrypto'),
      stdlib: 'go1.22.1',
    },
    {
      form: 'a toolchain from source',
      section: '.go.buildinfo',
      info: inlineInfo('devel go1.24-1b2c3d Mon'),
      stdlib: 'go1.24-1b2c3d',
    },
  ])('lists the modules with $form', ({ section, info, stdlib }) => {
    const file = writeElf([{ name: section, content: info }]);
    expect(listFile(goProgram, 'usr/bin/tide', file)).toEqual([`stdlib ${stdlib}`, ...listed]);
  });

  it('lists only the standard library of a program without modules', () => {
    const file = writeElf([{ name: '.go.buildinfo', content: inlineInfo('go1.19', '') }]);
    expect(listFile(goProgram, 'a', file)).toEqual(['stdlib go1.19']);
  });

  it('says what cannot be known', () => {
    const stripped = writeElf([{ name: '.gopclntab', content: Buffer.alloc(64) }]);
    expect(parseFile(goProgram, 'a', stripped).unexamined).toContain('without build information');
    expect(parseFile(goProgram, 'a', writeElf([])).unexamined).toBeUndefined();
  });

  it('are found in Windows programs', () => {
    const info = inlineInfo('go1.21.4');
    const head = Buffer.alloc(0x200);
    head.write('MZ', 'latin1');
    head.writeUInt32LE(0x80, 0x3c);
    head.write('PE\0\0', 0x80, 'latin1');
    head.writeUInt16LE(1, 0x86);
    head.writeUInt16LE(240, 0x94);
    head.writeUInt16LE(0x20b, 0x98);
    const section = 0x98 + 240;
    head.write('.data', section, 'latin1');
    head.writeUInt32LE(info.length, section + 16);
    head.writeUInt32LE(head.length, section + 20);
    head.writeUInt32LE(0xc0000040, section + 36);
    expect(listFile(goProgram, 'tide.exe', Buffer.concat([head, info]))).toEqual([
      'stdlib go1.21.4',
      ...listed,
    ]);
  });

  it('are found in Mach-O programs', () => {
    const info = inlineInfo('go1.21.4');
    const head = Buffer.alloc(32 + 72 + 80 + 8);
    head.writeUInt32LE(0xfeedfacf, 0);
    head.writeUInt32LE(1, 16);
    head.writeUInt32LE(0x19, 32);
    head.writeUInt32LE(72 + 80, 36);
    head.write('__DATA', 40, 'latin1');
    head.writeUInt32LE(1, 32 + 64);
    const section = 32 + 72;
    head.write('__go_buildinfo', section, 'latin1');
    head.write('__DATA', section + 16, 'latin1');
    head.writeBigUInt64LE(BigInt(info.length), section + 40);
    head.writeUInt32LE(head.length, section + 48);
    expect(listFile(goProgram, 'tide', Buffer.concat([head, info]))).toEqual(['stdlib go1.21.4', ...listed]);
  });
});

describe('Rust programs', () => {
  const audit = {
    packages: [
      { name: 'cc', version: '1.0.0', source: 'crates.io', kind: 'build' },
      { name: 'tide', version: '0.1.0', source: 'local', dependencies: [0, 2], root: true },
      { name: 'time', version: '0.1.42', source: 'crates.io' },
    ],
  };

  it('lists the crates that are in the program', () => {
    const file = writeElf([{ name: '.dep-v0', content: deflateSync(JSON.stringify(audit)) }]);
    const { packages } = parseFile(rustProgram, 'usr/bin/tide', file);
    expect(packages.map(({ purl }) => purl)).toEqual(['pkg:cargo/tide@0.1.0', 'pkg:cargo/time@0.1.42']);
    expect(packages[0]?.dependsOn).toEqual([['cc'], ['time']]);
  });

  it('says what cannot be known', () => {
    const comment = { name: '.comment', content: Buffer.from('GCC\0rustc version 1.80.0 (x)\0') };
    expect(parseFile(rustProgram, 'a', writeElf([comment])).unexamined).toContain('cargo-auditable');
  });

  it('says when the list is damaged', () => {
    const file = writeElf([{ name: '.dep-v0', content: Buffer.from('xx') }]);
    expect(parseFile(knownProduct, 'a', file).problems).toEqual(['incorrect header check']);
  });
});

describe('known products', () => {
  it.each([
    { path: 'usr/local/bin/node', text: 'xx node.js/v18.17.1 yy', expected: 'node 18.17.1' },
    { path: 'usr/local/bin/python3.11', text: '\x003.40.1\x003.11.4\0', expected: 'python 3.11.4' },
    { path: 'usr/local/lib/libpython3.12.so.1.0', text: '\x003.12.0rc2\0', expected: 'python 3.12.0rc2' },
    { path: 'bin/busybox', text: 'BusyBox v1.36.1 (2023-11-07 18:53:09 UTC)', expected: 'busybox 1.36.1' },
    { path: 'usr/sbin/nginx', text: 'nginx version: nginx/1.25.3\n', expected: 'nginx 1.25.3' },
    { path: 'usr/sbin/nginx', text: 'nginx version: openresty/1.21.4.1', expected: 'openresty 1.21.4.1' },
    {
      path: 'usr/local/bin/redis-server',
      text: '7.2.4buildkitsandbox-1704820800000000000 1 0',
      expected: 'redis 7.2.4',
    },
    { path: 'usr/lib/libcrypto.so.3', text: 'OpenSSL 3.0.13 30 Jan 2024', expected: 'openssl 3.0.13' },
    { path: 'usr/lib/libssl.so.1.1', text: 'OpenSSL 1.1.1k  25 Mar 2021', expected: 'openssl 1.1.1k' },
    { path: 'usr/lib/libz.so.1.3', text: ' deflate 1.3 Copyright 1995-2023', expected: 'zlib 1.3' },
    { path: 'usr/local/sbin/php-fpm', text: 'X-Powered-By: PHP/8.2.12', expected: 'php 8.2.12' },
    { path: 'usr/local/apache2/bin/httpd', text: 'Apache/2.4.58', expected: 'httpd 2.4.58' },
    {
      path: 'usr/local/bin/haproxy',
      text: 'version 2.8.3-86e043a, released 2023/09/07',
      expected: 'haproxy 2.8.3',
    },
    {
      path: 'usr/lib/postgresql/16/bin/postgres',
      text: 'postgres (PostgreSQL) 16.1',
      expected: 'postgresql 16.1',
    },
    { path: 'usr/bin/mariadbd', text: '11.2.2-MariaDB-1:11.2.2+maria~ubu2204', expected: 'mariadb 11.2.2' },
    {
      path: 'usr/local/bin/ruby',
      text: 'ruby 3.2.2 (2023-03-30 revision e51014f9c0)',
      expected: 'ruby 3.2.2',
    },
    { path: 'usr/bin/other', text: 'BusyBox v1.36.1', expected: undefined },
    { path: 'usr/bin/node', text: 'node.js/vX', expected: undefined },
  ])('$path with "$text" is $expected', ({ path, text, expected }) => {
    const file = writeElf([{ name: '.rodata', content: Buffer.from(text, 'latin1') }]);
    expect(listFile(knownProduct, path, file)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe('programs', () => {
  it.each([
    { path: 'usr/bin/a', size: 1000, mode: 0o755, wanted: true },
    { path: 'usr/lib/liba.so.1.2', size: 1000, mode: 0o644, wanted: true },
    { path: 'app/a.exe', size: 1000, mode: 0o644, wanted: true },
    { path: 'usr/share/a.txt', size: 1000, mode: 0o644, wanted: false },
    { path: 'usr/bin/a', size: 10, mode: 0o755, wanted: false },
  ])('$path of $size bytes: $wanted', ({ path, size, mode, wanted }) => {
    expect(programs.wants(path, size, mode)).toBe(wanted);
  });

  it.each([
    { head: '7f454c4602010100', is: true },
    { head: '4d5a9000', is: true },
    { head: 'cffaedfe07000001', is: true },
    { head: 'cafebabe00000002', is: true },
    { head: 'cafebabe0000003d', is: false },
    { head: '23212f62696e2f73', is: false },
    { head: '', is: false },
  ])('$head is a program: $is', ({ head, is }) => {
    expect(programs.isKind(Buffer.from(head, 'hex'))).toBe(is);
  });

  it('takes any damage without failing', () => {
    const file = writeElf([
      { name: '.go.buildinfo', content: pointerInfo('go1.16.5') },
      { name: '.dep-v0', content: deflateSync('{}') },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 5 }),
        fc.nat(),
        (changes, cut) => {
          const damaged = Buffer.from(file.subarray(0, file.length - (cut % file.length)));
          for (const [at, byte] of changes) if (at > 3 && at < damaged.length) damaged[at] = byte;
          programs.condense(damaged, 'usr/bin/node');
        },
      ),
      { numRuns: 500 },
    );
  });
});
