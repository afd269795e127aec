const firstBytes = 256;
const encoder = new TextEncoder();

/** Little-endian values one after the other, in bytes that grow as needed. */
export class ByteWriter {
  #bytes: Uint8Array = new Uint8Array(firstBytes);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes so far: valid until more is written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, true);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
    return this;
  }

  /** Eight bytes, signed or not. */
  i64(value: number | bigint): this {
    const at = this.#grow(8);
    this.#view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
    return this;
  }

  data(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** Bytes after their length in two bytes; beyond the limit they are cut. */
  sized(bytes: Uint8Array, limit = 0xffff): this {
    const kept = bytes.length > limit ? bytes.subarray(0, limit) : bytes;
    return this.u16(kept.length).data(kept);
  }

  text(text: string, limit?: number): this {
    return this.sized(encoder.encode(text), limit);
  }

  /** Texts that end in a NUL each. */
  texts(texts: readonly string[], limit?: number): this {
    return this.sized(encoder.encode(texts.map((text) => `${text}\0`).join('')), limit);
  }

  /** Writes a length of four bytes over those that were left free for it. */
  patchU32(offset: number, value: number): void {
    this.#view.setUint32(offset, value, true);
  }

  #grow(count: number): number {
    const at = this.#length;
    const needed = at + count;
    if (needed > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      bytes.set(this.#bytes.subarray(0, at));
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer);
    }
    this.#length = needed;
    return at;
  }
}
