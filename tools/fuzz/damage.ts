import type { Random } from './random.ts';

/** Changes bytes here and there, takes some out, repeats some, cuts the end off; bytes as characters. */
export function damage(original: Buffer, random: Random): string {
  let bytes = Buffer.from(original);
  for (let count = random.below(5); count > 0 && bytes.length > 4; count -= 1) {
    const at = random.below(bytes.length - 2);
    const end = Math.min(bytes.length, at + 1 + random.below(64));
    const kind = random.below(5);
    if (kind === 0) bytes.writeUInt8(random.below(256), at);
    else if (kind === 1) bytes.writeUInt16LE(random.pick([0, 1, 0x7fff, 0xffff, 0x8000]), at);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    else bytes = bytes.subarray(0, at);
  }
  return bytes.toString('latin1');
}
