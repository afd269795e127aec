import { CaptureReader, System } from '@breakwater/capture';
import { CapturedEvent, capturedSyscalls } from '@breakwater/sources';
import { generatedCapture, realCapture } from './capture-seeds.ts';
import { Broken, checkValue } from './check.ts';
import { runCut } from './cut-target.ts';
import type { Random } from './random.ts';
import type { Target } from './targets.ts';

const limits = { threads: 50, descriptors: 20 } as const;
const oddNumbers = [0, 1, 7, 8, 12, 22, 25, 26, 27, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff];
const blockTypes = [
  0x202, 0x203, 0x204, 0x205, 0x206, 0x207, 0x208, 0x209, 0x210, 0x211, 0x212, 0x213, 0x214, 0x8010abcd,
];
const fieldArguments = ['0', '1', '99', 'name', 'fd', 'res', 'data', '__proto__'];
const eventsWithFields = 25;

/** Captures as texts of a character a byte, so that they can be shown and made shorter. */
export const captureTargets: readonly Target[] = [
  { name: 'capture generated', make: (random) => mutated(generatedCapture(random), random), run },
  { name: 'capture cut', make: (random) => mutated(cutSeed(random), random), run: runCut },
  ...(realCapture === undefined
    ? []
    : [{ name: 'capture', make: (random: Random) => mutated(realCapture as Uint8Array, random), run }]),
];

function cutSeed(random: Random): Uint8Array {
  return realCapture === undefined || random.below(2) === 0 ? generatedCapture(random) : realCapture;
}

function mutated(original: Uint8Array, random: Random): string {
  let bytes = Buffer.from(original);
  for (let count = random.below(6); count > 0; count -= 1) bytes = once(bytes, random);
  return bytes.toString('latin1');
}

function once(bytes: Buffer<ArrayBuffer>, random: Random): Buffer<ArrayBuffer> {
  if (bytes.length < 16) return bytes;
  const at = random.below(bytes.length - 8);
  const end = Math.min(bytes.length, at + 1 + random.below(64));
  switch (random.below(7)) {
    case 0:
      bytes.writeUInt8(random.below(256), at);
      return bytes;
    case 1:
      bytes.writeUInt32LE(random.pick(oddNumbers), at);
      return bytes;
    case 2:
      bytes.writeUInt16LE(random.pick(oddNumbers) & 0xffff, at);
      return bytes;
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 5:
      return bytes.subarray(0, at);
    default:
      retype(bytes, random);
      return bytes;
  }
}

/** Gives a block another type: its bytes mean something else. */
function retype(bytes: Buffer, random: Random): void {
  const starts: number[] = [];
  for (let at = 0; at + 12 <= bytes.length; ) {
    starts.push(at);
    const length = bytes.readUInt32LE(at + 4);
    if (length < 12) break;
    at += length;
  }
  bytes.writeUInt32LE(random.pick(blockTypes), random.pick(starts));
}

function run(input: string): void {
  const bytes = Buffer.from(input, 'latin1');
  const system = new System(limits);
  let seen = 0;
  const reader = new CaptureReader({
    ...system.handler(),
    onEvent: (event) => {
      if (system.before(event)) {
        seen += 1;
        if (seen <= eventsWithFields) extractAll(new CapturedEvent({ event, system }));
      }
      system.after();
    },
  });
  for (let at = 0; at < bytes.length; at += 4096) if (!reader.feed(bytes.subarray(at, at + 4096))) break;
  const { problem, bytes: read } = reader.end();
  if (problem !== undefined && !/^block \d+ at byte \d+: ./.test(problem.message))
    throw new Broken(`a problem without its place: ${problem.message}`);
  if (problem === undefined && read !== bytes.length)
    throw new Broken('not all was read, and nothing is said of it');
  if (system.threads.size > limits.threads) throw new Broken(`${system.threads.size} threads are remembered`);
  for (const { fds } of system.threads.values())
    if (fds.size > limits.descriptors) throw new Broken(`${fds.size} descriptors are remembered`);
}

function extractAll(event: CapturedEvent): void {
  for (const field of capturedSyscalls.fields) {
    checkValue(field.name, field.extract(event));
    if ((field.argument ?? 'none') === 'none') continue;
    for (const argument of fieldArguments) checkValue(field.name, field.extract(event, argument));
  }
}
