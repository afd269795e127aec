const shift = 12;
const pieceLength = 1 << shift;
const mask = pieceLength - 1;
const largest = 0xffff_ffff;

/** Whole numbers from 0 in a column that grows: four bytes each, in pieces that are never copied. */
export class Column {
  readonly #pieces: Uint32Array[] = [];
  /** Numbers beyond 32 bits, by their place. */
  #large: Map<number, number> | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length & mask;
    if (at === 0) this.#pieces.push(new Uint32Array(pieceLength));
    if (value >= largest) {
      this.#large ??= new Map();
      this.#large.set(this.#length, value);
    }
    (this.#pieces[this.#length >>> shift] as Uint32Array)[at] = Math.min(value, largest);
    this.#length += 1;
  }

  /** All of them, where none is beyond 32 bits. */
  toArray(): Uint32Array<ArrayBuffer> {
    const all = new Uint32Array(this.#length);
    for (const [index, piece] of this.#pieces.entries())
      all.set(piece.subarray(0, this.#length - index * pieceLength), index * pieceLength);
    return all;
  }

  at(place: number): number {
    const value = (this.#pieces[place >>> shift] as Uint32Array)[place & mask] as number;
    return value === largest ? (this.#large?.get(place) ?? value) : value;
  }
}
