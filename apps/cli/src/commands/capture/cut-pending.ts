import type { WriteBytes } from './cut-file.ts';

const firstBytes = 1024 * 1024;

/** Bytes that wait to be written, one after the other. */
export class PendingBytes {
  #bytes = new Uint8Array(firstBytes);
  #length = 0;

  /** Copies them: they need be valid during the call alone. */
  add(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = needed;
  }

  /** Writes what waits, if it is so many bytes or more. */
  async drain(write: WriteBytes, least: number): Promise<void> {
    if (this.#length === 0 || this.#length < least) return;
    const waiting = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    await write(waiting);
  }
}
