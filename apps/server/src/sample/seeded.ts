import { createHash } from 'node:crypto';

/** A number from 0 up to, but not including, 1. */
export type Random = () => number;

/** Numbers that only depend on the seed, so that the sample is the same on every machine (mulberry32). */
export function randomOf(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Hexadecimal digits (at most 64) that only depend on the seed. */
export function hexOf(seed: string, digits: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, digits);
}

/** A version 4 UUID that only depends on the seed. */
export function uuidOf(seed: string): string {
  const hex = hexOf(seed, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Id of a task of the sample by its name in `ecs.yaml`. */
export function sampleTaskId(name: string): string {
  return hexOf(`task ${name}`, 32);
}

/** Digest of an image of the sample by its name in `images.yaml`. */
export function sampleDigest(name: string): string {
  return `sha256:${hexOf(`image ${name}`, 64)}`;
}
