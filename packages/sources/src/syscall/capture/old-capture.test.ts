import { expect, test } from 'vitest';
import { replayCapture } from './replay.ts';

const bytesOf = (size: 2 | 4 | 8, value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes.subarray(0, size);
};
const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const sized = (value: string): Buffer => Buffer.concat([bytesOf(2, value.length), Buffer.from(value)]);
const zeros = (size: 4 | 8, count: number): Buffer[] => new Array<Buffer>(count).fill(bytesOf(size, 0));

function block(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const padding = Buffer.alloc((4 - (body.length % 4)) % 4);
  const total = bytesOf(4, 12 + body.length + padding.length);
  return Buffer.concat([bytesOf(4, type), total, body, padding, total]);
}

/** An entry of version 5, as captures of 2017 have it. */
function processOf(tid: number, ptid: number, comm: string): Buffer {
  const names = [sized(comm), sized(`/bin/${comm}`), sized(''), sized('/root')];
  const numbers = [bytesOf(8, 1024), ...zeros(4, 3), ...zeros(4, 3), ...zeros(8, 2)];
  const own = [sized('A=1\0'), bytesOf(8, tid), bytesOf(8, tid), sized('cpu=/\0'), sized('/')];
  const ids = [tid, tid, ptid].map((id) => bytesOf(8, id));
  return Buffer.concat([...ids, ...names, ...numbers, ...own]);
}

/** A block without the number of parameters. */
function event(tid: number, code: number, ...parameters: readonly Buffer[]): Buffer {
  const lengths = parameters.map(({ length }) => bytesOf(2, length));
  const size = parameters.reduce((sum, { length }) => sum + length + 2, 22);
  const head = [bytesOf(2, 0), bytesOf(8, 1_500_000_000_000_000_000n), bytesOf(8, tid)];
  return block(0x204, ...head, bytesOf(4, size), bytesOf(2, code), ...lengths, ...parameters);
}

/** What clone and execve tell of a process, up to its control groups. */
function program(res: number, tid: number, ptid: number, comm: string, args: string): Buffer[] {
  const ids = [tid, tid, ptid].map((id) => bytesOf(8, id));
  const limits = [text('/root'), bytesOf(8, 1024), ...zeros(8, 2), ...zeros(4, 3)];
  return [
    bytesOf(8, res),
    text(comm),
    Buffer.from(args),
    ...ids,
    ...limits,
    text(comm),
    Buffer.from('cpu=/\0'),
  ];
}

const cloned = [bytesOf(4, 0x1200011), ...zeros(4, 2), bytesOf(8, 200), bytesOf(8, 200)];
const connected = Buffer.from([2, 10, 0, 0, 1, 0xa0, 0x0f, 10, 0, 0, 2, 0xbb, 1]);

const capture = Buffer.concat([
  block(0x0a0d0d0a, bytesOf(4, 0x1a2b3c4d), bytesOf(2, 1), bytesOf(2, 0), bytesOf(8, -1)),
  block(0x211, processOf(1, 0, 'systemd'), processOf(100, 1, 'bash')),
  event(100, 222),
  event(100, 223, ...program(200, 100, 1, 'bash', ''), ...cloned),
  event(200, 223, ...program(0, 200, 100, 'bash', ''), ...cloned),
  event(200, 288, text('/bin/cat')),
  event(200, 289, ...program(0, 200, 100, 'cat', '/etc/shadow\0'), Buffer.from('A=1\0'), bytesOf(4, 34_816)),
  event(200, 2),
  event(200, 3, bytesOf(8, 3), text('/etc/shadow'), bytesOf(4, 1), bytesOf(4, 0)),
  event(200, 102, bytesOf(8, -100), text('/etc/sudoers'), bytesOf(4, 1), bytesOf(4, 0)),
  event(200, 103, bytesOf(8, 4)),
  event(200, 6, bytesOf(8, 4), bytesOf(4, 100)),
  event(200, 7, bytesOf(8, 9), Buffer.from('abc')),
  event(200, 4, bytesOf(8, 3)),
  event(200, 5, bytesOf(8, 0)),
  event(200, 18, bytesOf(4, 2), bytesOf(4, 1), bytesOf(4, 6)),
  event(200, 19, bytesOf(8, 3)),
  event(200, 22, bytesOf(8, 3)),
  event(200, 23, bytesOf(8, 0), connected),
  event(200, 186, bytesOf(8, 0)),
]);

async function* once(): AsyncGenerator<Uint8Array> {
  yield capture;
}

test('a capture of 2018 tells what one of today does', async () => {
  const told: string[] = [];
  const { problem } = await replayCapture(once(), ({ number, type, record: { event: own, system } }) => {
    const { thread, descriptor } = system;
    told.push(`${number} ${type} ${own.count} ${thread?.comm} ${thread?.exepath} ${descriptor?.name ?? '-'}`);
  });
  expect(problem).toBeUndefined();
  expect(told).toEqual([
    '2 clone 21 bash  -',
    '3 clone 21 bash  -',
    '5 execve 31 cat /bin/cat -',
    '7 open 6 cat /bin/cat /etc/shadow',
    '9 openat 7 cat /bin/cat /etc/sudoers',
    '11 read 4 cat /bin/cat /etc/sudoers',
    '13 close 2 cat /bin/cat /etc/shadow',
    '15 socket 5 cat /bin/cat ',
    '17 connect 4 cat /bin/cat 10.0.0.1:4000->10.0.0.2:443',
    '18 procexit 1 cat /bin/cat -',
  ]);
});

test('asked for a few types only, the state is the same', async () => {
  const told: string[] = [];
  await replayCapture(
    once(),
    ({ type, record: { system } }) => told.push(`${type} ${system.thread?.comm} ${system.descriptor?.name}`),
    { asksFor: (type) => type === 'read' || type === 'connect' },
  );
  expect(told).toEqual(['read cat /etc/sudoers', 'connect cat 10.0.0.1:4000->10.0.0.2:443']);
});
