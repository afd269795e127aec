/** One Bloom filter: 16 to 32 bits and 8 probes a key, so at most one in 2000 absent keys is taken for present. */
export interface Segment {
  readonly bits: Uint8Array;
  keys: number;
}

const bitsPerKey = 16;
const probes = 8;
const firstCapacity = 1 << 16;
const lastCapacity = 1 << 20;

/**
 * Tells for most keys that a day does not hold them, without asking its file. Grows by segments, each twice as
 * large as the one before.
 */
export class KeyFilter {
  readonly segments: Segment[];

  constructor(segments: Segment[] = []) {
    this.segments = segments;
  }

  /** False: certainly not added. True: most likely added. */
  mayHave(hash: KeyHash): boolean {
    return this.segments.some(({ bits }) => {
      const mask = bits.length * 8 - 1;
      for (let probe = 0; probe < probes; probe += 1) {
        const bit = (hash.a + Math.imul(probe, hash.b)) & mask;
        if (((bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
      }
      return true;
    });
  }

  add(hash: KeyHash): void {
    const segment = this.#open();
    const mask = segment.bits.length * 8 - 1;
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = (hash.a + Math.imul(probe, hash.b)) & mask;
      segment.bits[bit >>> 3] = (segment.bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
    segment.keys += 1;
  }

  #open(): Segment {
    const last = this.segments.at(-1);
    if (last !== undefined && last.keys * bitsPerKey < last.bits.length * 8) return last;
    const capacity = Math.min(lastCapacity, firstCapacity * 2 ** this.segments.length);
    const next = { bits: new Uint8Array((capacity * bitsPerKey) / 8), keys: 0 };
    this.segments.push(next);
    return next;
  }
}

/** Two independent 32-bit hashes of a key. */
export interface KeyHash {
  readonly a: number;
  readonly b: number;
}

/** FNV-1a in two lanes, mixed at the end. */
export function hashKey(key: string): KeyHash {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let index = 0; index < key.length; index += 1) {
    const code = key.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 15);
  }
  return { a: mix(a), b: mix(b) | 1 };
}

function mix(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
