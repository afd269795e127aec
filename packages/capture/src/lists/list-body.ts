import { decodeText } from '../text.ts';

/** The bytes of a block between its head and its tail. */
export interface ListBody {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
  /** Whether the machine that wrote it was. */
  readonly isBigEndian?: boolean;
}

/**
 * Reads values one after the other, never beyond the end: what is not there reads as 0, empty or -1, and `isShort`
 * tells of it.
 */
export class ListCursor {
  readonly #body: ListBody;
  readonly #isLittle: boolean;
  #at: number;
  #end: number;
  isShort = false;

  constructor(body: ListBody) {
    this.#body = body;
    this.#isLittle = body.isBigEndian !== true;
    this.#at = body.start;
    this.#end = body.end;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  /** A cursor over the next bytes only, which this one passes. */
  part(length: number): ListCursor {
    const size = Math.max(0, Math.min(length, this.left));
    const part = new ListCursor({ ...this.#body, start: this.#at, end: this.#at + size });
    this.#at += size;
    return part;
  }

  u8(): number {
    return this.#take(1) ? (this.#body.bytes[this.#at - 1] as number) : 0;
  }

  u16(): number {
    return this.#take(2) ? this.#body.view.getUint16(this.#at - 2, this.#isLittle) : 0;
  }

  u32(): number {
    return this.#take(4) ? this.#body.view.getUint32(this.#at - 4, this.#isLittle) : 0;
  }

  /** Eight bytes as a signed number; what lies beyond 2^53 loses its last bits. */
  i64(): number {
    if (!this.#take(8)) return 0;
    const { view } = this.#body;
    const [high, low] = this.#isLittle ? [this.#at - 4, this.#at - 8] : [this.#at - 8, this.#at - 4];
    return view.getInt32(high, this.#isLittle) * 4_294_967_296 + view.getUint32(low, this.#isLittle);
  }

  big(): bigint {
    return this.#take(8) ? this.#body.view.getBigUint64(this.#at - 8, this.#isLittle) : 0n;
  }

  data(length: number): Uint8Array {
    return this.#take(length) ? this.#body.bytes.slice(this.#at - length, this.#at) : new Uint8Array(0);
  }

  /** A text after its length in two bytes. */
  text(): string {
    const length = this.u16();
    return this.#take(length) ? decodeText(this.#body.bytes, this.#at - length, length) : '';
  }

  /** Bytes after their length in two bytes. */
  sized(): Uint8Array {
    return this.data(this.u16());
  }

  #take(length: number): boolean {
    if (this.left < length) {
      this.#at = this.#end;
      this.isShort = true;
      return false;
    }
    this.#at += length;
    return true;
  }
}
