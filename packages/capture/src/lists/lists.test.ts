import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../write/byte-writer.ts';
import { writeProcess } from '../write/write-lists.ts';
import { type DescriptorEntry, readDescriptors } from './descriptors.ts';
import { type InterfaceEntry, readInterfaces } from './interfaces.ts';
import type { ListBody } from './list-body.ts';
import { type ProcessEntry, readProcesses } from './processes.ts';
import { readUsers } from './users.ts';

function body(to: ByteWriter): ListBody {
  const bytes = to.bytes.slice();
  return { bytes, view: new DataView(bytes.buffer), start: 0, end: bytes.length };
}

/** An entry as a version has it; the later fields are those of version 9. */
function process(version: number): ByteWriter {
  const to = new ByteWriter().i64(11).i64(10).i64(1);
  if (version >= 6) to.i64(9);
  if (version >= 8) to.i64(8);
  to.text('sh').text('/bin/sh');
  if (version >= 7) to.text('/usr/bin/dash');
  to.texts(['-c', 'id']).text('/root').i64(1024).u32(0).u32(33).u32(34);
  if (version >= 2) to.u32(1).u32(2).u32(3).i64(4).i64(5);
  if (version >= 3) to.texts(['A=1']);
  if (version >= 4) to.i64(7).i64(6).texts(['cpu=/docker']);
  if (version >= 5) to.text('/chroot');
  return to;
}

function processes(to: ByteWriter, version: number): ProcessEntry[] {
  const all: ProcessEntry[] = [];
  readProcesses(body(to), version, (one) => all.push(one));
  return all;
}

describe('processes', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('version %i, two of them', (version) => {
    const to = new ByteWriter()
      .data(process(version).bytes)
      .data(process(version).bytes)
      .data(new Uint8Array(3));
    const [first, second, ...more] = processes(to, version);
    expect(more).toEqual([]);
    expect(second).toEqual(first);
    expect(first).toMatchObject({
      tid: 11,
      pid: 10,
      ptid: 1,
      comm: 'sh',
      exe: '/bin/sh',
      args: ['-c', 'id'],
      cwd: '/root',
      uid: 33,
      gid: 34,
      sid: version >= 6 ? 9 : -1,
      vpgid: version >= 8 ? 8 : -1,
      pgid: -1,
      exepath: version >= 7 ? '/usr/bin/dash' : '',
      vmSize: version >= 2 ? 1 : 0,
      minorFaults: version >= 2 ? 5 : 0,
      env: version >= 3 ? ['A=1'] : [],
      vtid: version >= 4 ? 7 : -1,
      cgroups: version >= 4 ? ['cpu=/docker'] : [],
      root: version >= 5 ? '/chroot' : '',
      loginuid: 0xffff_ffff,
      tty: 0,
      exeFlags: 0,
      capEffective: 0n,
    });
  });

  test('version 9 with everything, surplus bytes and a next entry', () => {
    const [base] = processes(process(8), 8);
    if (base === undefined) throw new Error('no entry');
    const whole = {
      ...base,
      tty: 34_816,
      loginuid: 1000,
      exeFlags: 13,
      capInheritable: 1n,
      capPermitted: 2n,
      capEffective: 0x1ff_ffff_ffffn,
      exeInode: 7n,
      exeCtime: 8n,
      exeMtime: 9n,
      pgid: 10,
      pidnsInitStart: 5n,
    };
    const one = new ByteWriter();
    writeProcess(one, whole);
    one.data(new Uint8Array(5)).patchU32(0, one.length);
    expect(processes(new ByteWriter().data(one.bytes).data(one.bytes), 9)).toEqual([whole, whole]);
  });

  test('an entry of version 9 from a writer before 0.10 has no tty', () => {
    const to = new ByteWriter().u32(0).data(process(8).bytes).u32(1000).u8(1).i64(1).i64(2).i64(3);
    to.patchU32(0, to.length);
    expect(processes(to, 9)).toMatchObject([
      { loginuid: 1000, tty: 0, exeFlags: 1, capInheritable: 1n, capEffective: 3n },
    ]);
  });

  test.each([0, 1, 3, 0xffff_ffff])('an entry that says that it has %i bytes ends the list', (length) => {
    expect(processes(new ByteWriter().u32(length).data(new Uint8Array(64)), 9).length).toBeLessThanOrEqual(1);
  });
});

function descriptors(to: ByteWriter, version: number): [number, DescriptorEntry][] {
  const all: [number, DescriptorEntry][] = [];
  readDescriptors(body(to), version, (tid, one) => all.push([tid, one]));
  return all;
}

const ip4 = (last: number): Uint8Array => Uint8Array.of(10, 0, 0, last);
const ip6 = new Uint8Array(16).fill(0xfe);

describe('descriptors', () => {
  const kinds: readonly [number, (to: ByteWriter) => unknown, Partial<DescriptorEntry>][] = [
    [1, (to) => to.text('/etc/passwd'), { type: 'file', name: '/etc/passwd' }],
    [2, (to) => to.text('/etc'), { type: 'directory', name: '/etc' }],
    [
      3,
      (to) => to.data(ip4(1)).data(ip4(2)).u16(4000).u16(443).u8(2),
      { type: 'ipv4', ports: [4000, 443], l4: 2, addresses: [ip4(1), ip4(2)] },
    ],
    [
      4,
      (to) => to.data(ip6).data(ip6).u16(1).u16(2).u8(3),
      { type: 'ipv6', ports: [1, 2], l4: 3, addresses: [ip6, ip6] },
    ],
    [5, (to) => to.data(ip4(1)).u16(80).u8(2), { type: 'ipv4-server', ports: [80] }],
    [6, (to) => to.data(ip6).u16(80).u8(2), { type: 'ipv6-server', addresses: [ip6] }],
    [
      8,
      (to) => to.i64(0xffff_8880_0000_0001n).i64(2).text('/run/x.sock'),
      { type: 'unix', source: 0xffff_8880_0000_0001n, name: '/run/x.sock' },
    ],
    [7, (to) => to.text('pipe:[1]'), { type: 'fifo', name: 'pipe:[1]' }],
    [20, (to) => to.text('/memfd:x'), { type: 'memfd' }],
  ];

  test.each([1, 2])('every kind, version %i', (version) => {
    const to = new ByteWriter().i64(77);
    for (const [type, write] of kinds) {
      const start = to.length;
      if (version === 2) to.u32(0);
      write(to.i64(type).i64(5).u8(type));
      if (version === 2) to.patchU32(start, to.length - start);
    }
    const found = descriptors(to, version);
    expect(found.map(([tid]) => tid)).toEqual(kinds.map(() => 77));
    for (const [index, [, , expected]] of kinds.entries()) expect(found[index]?.[1]).toMatchObject(expected);
  });

  test('files of today have flags and a device, and types to come are not supported', () => {
    const to = new ByteWriter().i64(1);
    to.u32(35)
      .i64(3)
      .i64(9)
      .u8(16)
      .u32(4097)
      .text('/x')
      .data(new Uint8Array(6))
      .u32(27)
      .i64(4)
      .i64(1)
      .u8(99)
      .text('abcd');
    expect(descriptors(to, 2).map(([, { type, name, openFlags }]) => [type, name, openFlags])).toEqual([
      ['file', '/x', 4097],
      ['unsupported', 'abcd', 0],
    ]);
  });
});

describe('interfaces and users', () => {
  test.each([1, 2])('version %i', (version) => {
    const found: InterfaceEntry[] = [];
    const to = new ByteWriter();
    const entry = (one: ByteWriter, own: number): void => {
      if (version === 2) to.u32(one.length + own);
      to.data(one.bytes);
    };
    entry(
      new ByteWriter().u16(1).u16(2).data(ip4(1)).data(ip4(0)).data(ip4(9)).i64(5).data(Buffer.from('lo')),
      0,
    );
    entry(new ByteWriter().u16(4).u16(4).data(ip6).data(ip6).data(ip6).data(Buffer.from('eth0')), 0);
    readInterfaces(body(to), version, (one) => found.push(one));
    expect(found).toEqual([
      { family: 4, name: 'lo', address: ip4(1), netmask: ip4(0) },
      { family: 6, name: 'eth0', address: ip6, netmask: ip6 },
    ]);
  });

  test.each([1, 2])('users and groups, version %i', (version) => {
    const found: unknown[] = [];
    const to = new ByteWriter();
    for (const one of [
      new ByteWriter().u8(0).u32(33).u32(34).text('www').text('/var').text('/bin/false'),
      new ByteWriter().u8(1).u32(34).text('web'),
    ]) {
      if (version === 2) to.u32(one.length + 4);
      to.data(one.bytes);
    }
    readUsers(
      body(to),
      version,
      (user) => found.push(user),
      (group) => found.push(group),
    );
    expect(found).toEqual([
      { uid: 33, gid: 34, name: 'www', home: '/var', shell: '/bin/false' },
      { gid: 34, name: 'web' },
    ]);
  });
});
