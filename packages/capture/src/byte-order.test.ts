import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultOf } from './convert/default-value.ts';
import type { DescriptorEntry } from './lists/descriptors.ts';
import { eventTypes } from './schema/schema.ts';
import { told } from './testdata/told.ts';
import { ByteWriter } from './write/byte-writer.ts';
import {
  writeDescriptor,
  writeGroup,
  writeInterface,
  writeMachine,
  writeProcess,
  writeUser,
} from './write/write-lists.ts';

/** Writes what a machine of the other byte order does. */
class BigEndianWriter extends ByteWriter {
  override u16(value: number): this {
    return this.u8((value >>> 8) & 0xff).u8(value & 0xff);
  }

  override u32(value: number): this {
    return this.u16(value >>> 16).u16(value & 0xffff);
  }

  override i64(value: number | bigint): this {
    const bits = BigInt.asUintN(64, BigInt(value));
    return this.u32(Number(bits >> 32n)).u32(Number(bits & 0xffff_ffffn));
  }

  override patchU32(at: number, value: number): void {
    new DataView(this.bytes.buffer, this.bytes.byteOffset).setUint32(at, value);
  }
}

type Order = 'little' | 'big';

const writerOf = (order: Order): ByteWriter => (order === 'big' ? new BigEndianWriter() : new ByteWriter());

function block(order: Order, type: number, write: (to: ByteWriter) => void): Uint8Array {
  const to = writerOf(order).u32(type).u32(0);
  write(to);
  while (to.length % 4 !== 0) to.u8(0);
  to.patchU32(4, to.length + 4);
  return to.u32(to.length + 4).bytes.slice();
}

function section(order: Order): Uint8Array {
  return block(order, 0x0a0d0d0a, (to) => to.u32(0x1a2b3c4d).u16(1).u16(2).i64(-1));
}

const descriptor: DescriptorEntry = {
  ...{ fd: 3, inode: 0x1122_3344n, type: 'file', name: '/etc/passwd', openFlags: 0x1002, device: 0x801 },
  ...{ addresses: [], ports: [], l4: 0, source: 0n, destination: 0n },
};
const four = [Uint8Array.of(10, 0, 0, 1), Uint8Array.of(10, 0, 0, 2)];
const descriptors: readonly DescriptorEntry[] = [
  descriptor,
  { ...descriptor, fd: 4, type: 'ipv4', addresses: four, ports: [4000, 443], l4: 2 },
  { ...descriptor, fd: 5, type: 'unix', source: 0xffff_8000_1234_5678n, destination: 2n },
  { ...descriptor, fd: 6, type: 'fifo', name: 'pipe:[1]' },
];
const process = {
  ...{
    tid: 70_000,
    pid: 70_001,
    ptid: 1,
    sid: 2,
    vpgid: 3,
    pgid: 4,
    vtid: 5,
    vpid: 6,
    comm: 'sh',
    exe: '/bin/sh',
  },
  ...{ exepath: '/usr/bin/dash', args: ['-c', 'id'], cwd: '/root', root: '/', fdLimit: 1024, flags: 0x1234 },
  ...{
    uid: 33,
    gid: 34,
    vmSize: 1000,
    vmRss: 2000,
    vmSwap: 3,
    majorFaults: 4,
    minorFaults: 500,
    env: ['A=1'],
  },
  ...{ cgroups: ['cpu=/docker'], pidnsInitStart: 9n, tty: 34_816, loginuid: 1000, exeFlags: 13 },
  ...{
    capInheritable: 1n,
    capPermitted: 0x1ff_ffff_ffffn,
    capEffective: 2n,
    exeInode: 3n,
    exeCtime: 4n,
    exeMtime: 5n,
  },
};

function lists(order: Order): readonly Uint8Array[] {
  const user = { uid: 1000, gid: 1001, name: 'dev', home: '/home/dev', shell: '/bin/sh' };
  const machine = { cpus: 2, memoryBytes: 8e9, maxPid: 4_194_304, hostname: 'host', bootTime: 12_345n };
  const network = { family: 4, name: 'lo', address: four[0] ?? four[1], netmask: four[1] } as const;
  return [
    block(order, 0x201, (to) => writeMachine(to, machine)),
    block(order, 0x219, (to) => writeInterface(to, network as never)),
    block(order, 0x220, (to) => {
      writeUser(to, user);
      writeGroup(to, { gid: 1001, name: 'dev' });
    }),
    block(order, 0x215, (to) => writeProcess(to, process)),
    block(order, 0x218, (to) => {
      to.i64(70_000);
      for (const one of descriptors) writeDescriptor(to, one);
    }),
  ];
}

interface Part {
  readonly little: Uint8Array;
  readonly big: Uint8Array;
}

/** The same bytes on both: texts, and what is in network order. */
const same = (...bytes: readonly number[]): Part => ({
  little: Uint8Array.from(bytes),
  big: Uint8Array.from(bytes),
});
const text = (value: string): Part => same(...Buffer.from(`${value}\0`));
const joined = (...parts: readonly Part[]): Part => ({
  little: Buffer.concat(parts.map(({ little }) => little)),
  big: Buffer.concat(parts.map(({ big }) => big)),
});

function number(bytes: 1 | 2 | 4 | 8, value: number | bigint): Part {
  const little = new Uint8Array(8);
  new DataView(little.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
  return { little: little.slice(0, bytes), big: little.slice(0, bytes).reverse() };
}

/** An event of a type; blocks of version 1 do not say how many parameters there are. */
function event(order: Order, code: number, parts: readonly Part[], type = 0x216): Uint8Array {
  const isOld = type === 0x204 || type === 0x208;
  const isLarge = type === 0x221 || type === 0x222;
  return block(order, type, (to) => {
    to.u16(3);
    if ([0x208, 0x217, 0x222].includes(type)) to.u32(0x0102_0300);
    const size = parts.reduce((sum, part) => sum + part.little.length + (isLarge ? 4 : 2), isOld ? 22 : 26);
    to.i64(1_790_000_000_123_456_789n).i64(70_000).u32(size).u16(code);
    if (!isOld) to.u32(parts.length);
    for (const { little } of parts) {
      if (isLarge) to.u32(little.length);
      else to.u16(little.length);
    }
    for (const part of parts) to.data(part[order]);
  });
}

const res = number(8, -2);
const fd = number(8, 7);
const inet = joined(same(2, 10, 0, 0, 1), number(2, 4000), same(10, 0, 0, 2), number(2, 443));
const inet6 = joined(
  same(10, ...new Array(16).fill(1)),
  number(2, 4000),
  same(...new Array(16).fill(2)),
  number(2, 443),
);
const unix = joined(same(1), number(8, 0x1234_5678_9abcn), number(8, 5), text('/run/a'));
const address6 = joined(same(10, ...new Array(16).fill(1)), number(2, 53));
const flags = number(4, 0x41);

const events: [name: string, code: number, parts: readonly Part[], type?: number][] = [
  ['openat', 307, [fd, number(8, -100), text('/a'), flags, number(4, 0o644), number(4, 8), number(8, 99)]],
  ['connect to IPv4', 23, [res, inet, fd, joined(same(2, 1, 2, 3, 4), number(2, 80))]],
  ['connect to IPv6', 23, [res, inet6, fd, address6]],
  ['connect to a unix socket', 23, [res, unix, fd, joined(same(1), text('/run/a'))]],
  [
    'poll',
    81,
    [res, joined(number(2, 2), number(8, 4), number(2, 1), number(8, 5), number(2, 4)), number(8, 10)],
  ],
  ['setsockopt', 45, [res, fd, same(1), same(2), joined(same(2), number(4, 1)), number(4, 4)]],
  ['fchmodat, with flags', 313, [res, number(8, -100), text('a'), number(4, 0o4755)], 0x217],
  ['a call without a code', 1, [number(2, 300), number(2, 300)]],
  ['getuid, of an old capture', 203, [number(4, 1000)], 0x204],
  ['rename, of an old capture with flags', 175, [res, text('/a'), text('/b')], 0x208],
  ['asyncevent', 402, [number(4, 1), text('container'), text('{"container": {"id": "a"}}')], 0x221],
];

describe('a capture of a big-endian machine', () => {
  test('its lists tell what those of a little-endian one tell', () => {
    const [little, big] = (['little', 'big'] as const).map((order) =>
      told(Buffer.concat([section(order), ...lists(order), event(order, 203, [number(4, 0)])])),
    );
    expect(little?.problem).toBeUndefined();
    expect(little?.processes).toHaveLength(1);
    expect(little?.descriptors).toHaveLength(descriptors.length);
    expect(big).toEqual(little);
  });

  test.each(events)('%s', (_, code, parts, type) => {
    const [little, big] = (['little', 'big'] as const).map((order) =>
      told(Buffer.concat([section(order), event(order, code, parts, type ?? 0x216)])),
    );
    expect(little).toMatchObject({ events: [expect.any(String)] });
    expect(big).toEqual(little);
  });

  test('sections of both orders follow one another', () => {
    const both = [
      section('big'),
      event('big', 203, [flags]),
      section('little'),
      event('little', 203, [flags]),
    ];
    const { events: read, problem } = told(Buffer.concat(both));
    expect(problem).toBeUndefined();
    expect(read.map((line) => line.replace(/^\d+ /, ''))).toEqual(
      new Array(2).fill(read[0]?.replace('1 ', '')),
    );
  });

  test('lengths beyond the event are a problem, as they are in the other order', () => {
    const bytes = event('big', 301, [res, text('/a')]);
    bytes[36] = 0xff;
    expect(told(Buffer.concat([section('big'), bytes])).problem).toMatch(/parameter 0 .* beyond its end/);
  });

  test('every type with numbers of its usual sizes', () => {
    for (const { code, parameters, flags: bits } of eventTypes) {
      if ((bits & (64 | 512 | 2048)) !== 0) continue;
      const parts = parameters.map(({ type }): Part => {
        const size = defaultOf(type).length;
        return size === 1 || size === 2 || size === 4 || size === 8
          ? { ...number(size, 0x0102_0304_0506_0708n), ...(type === 'ipv4addr' ? same(1, 2, 3, 4) : {}) }
          : same();
      });
      const [little, big] = (['little', 'big'] as const).map((order) =>
        told(Buffer.concat([section(order), event(order, code, parts)])),
      );
      expect(little?.problem).toBeUndefined();
      expect(big).toEqual(little);
    }
  });

  test('any bytes are swapped without harm', () => {
    const any = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(
        any,
        fc.constantFrom(0x216, 0x204, 0x221, 0x222, 0x208),
        fc.nat(60),
        (bytes, type, code) => {
          if (bytes.length > 26) bytes.set([0, code], 24);
          const given = Buffer.concat([section('big'), block('big', type, (to) => to.data(bytes))]);
          const { events: read, problem } = told(given);
          expect(read.length === 1 || problem !== undefined || code > 1).toBe(true);
        },
      ),
    );
  });
});
