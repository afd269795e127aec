import type { ByteQueue } from './byte-queue.ts';
import { fastBits, type Huffman } from './huffman.ts';

const maxBits = 15;
const takenBytes = 64 * 1024;
const heldBytes = 4;

/** Bits of a stream of bytes, lowest first. Beyond the end they are 0; `isOver` tells. */
export class Bits {
  readonly #input: ByteQueue;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #hold = 0;
  #count = 0;
  #isLast = false;

  constructor(input: ByteQueue) {
    this.#input = input;
  }

  /** Whether so many bytes can be read without waiting; at the end of the input always. */
  has(bytes: number): boolean {
    return this.#isLast || this.#at + bytes <= this.#bytes.length;
  }

  /** Waits for so many bytes, or the end of the input. */
  async fill(bytes: number): Promise<void> {
    while (!this.has(bytes)) {
      const more = await this.#input.takeSome(takenBytes);
      if (more.length === 0) {
        this.#isLast = true;
        return;
      }
      // Bytes that are held may have to go back.
      const kept = Math.max(0, this.#at - heldBytes);
      const left = this.#bytes.subarray(kept);
      const joined = new Uint8Array(left.length + more.length);
      joined.set(left);
      joined.set(more, left.length);
      this.#bytes = joined;
      this.#at -= kept;
    }
  }

  /** Bits were read that are not there. */
  get isOver(): boolean {
    return (this.#at - this.#bytes.length) * 8 > this.#count;
  }

  /** At most 16. */
  read(count: number): number {
    this.#refill();
    const value = this.#hold & ((1 << count) - 1);
    this.#skip(count);
    return value;
  }

  /** The next symbol; -1: no code is like that. */
  symbol({ fast, counts, symbols }: Huffman): number {
    this.#refill();
    const entry = fast[this.#hold & ((1 << fastBits) - 1)] as number;
    if (entry !== 0) {
      this.#skip(entry & 15);
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let place = 0;
    for (let length = 1; length <= maxBits; length += 1) {
      code |= (this.#hold >> (length - 1)) & 1;
      const count = counts[length] as number;
      if (code - count < first) {
        this.#skip(length);
        return symbols[place + (code - first)] as number;
      }
      place += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }

  /** The rest of the byte at hand is left out. */
  align(): void {
    this.#at -= this.#count >> 3;
    this.#hold = 0;
    this.#count = 0;
  }

  /** Whole bytes, at most so many; only after `align`. */
  bytes(most: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + most);
    this.#at += taken.length;
    return taken;
  }

  /** What was not read goes back to the input. */
  close(): void {
    this.align();
    this.#input.giveBack(this.#bytes.subarray(this.#at));
  }

  #refill(): void {
    while (this.#count <= 24) {
      this.#hold |= (this.#bytes[this.#at] as number) << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
  }

  #skip(count: number): void {
    this.#hold >>>= count;
    this.#count -= count;
  }
}
