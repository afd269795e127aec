import { type EventType, eventTypes } from './schema/schema.ts';
import { decodeText } from './text.ts';

const maxParameters = 64;

/**
 * An event as it lies in the capture's bytes. One object is used for all events of a capture: what is to be kept
 * must be copied out. Parameters are read where they lie, and only when asked for.
 */
export class CaptureEvent {
  /** `evt.num`: the position among the event blocks of the capture, from 1. */
  number = 0;
  code = 0;
  type: EventType = eventTypes[0] as EventType;
  /** Host thread id; -1 (all ones) where there is none. */
  tid = 0;
  /** Halves of the time in nanoseconds since the epoch. */
  timeHigh = 0;
  timeLow = 0;
  cpu = 0;
  /** Kept for the state alone: rules and people are not shown it (`SCAP_DF_STATE_ONLY`). */
  isStateOnly = false;
  /** Parameters that are there; those that the type has beyond are absent. */
  count = 0;
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  readonly #offsets = new Int32Array(maxParameters);
  readonly #lengths = new Int32Array(maxParameters);

  /** Nanoseconds since the epoch. */
  get time(): bigint {
    return (BigInt(this.timeHigh) << 32n) | BigInt(this.timeLow);
  }

  /** The same as a number: exact to a quarter of a microsecond. */
  get timeNumber(): number {
    return this.timeHigh * 4_294_967_296 + this.timeLow;
  }

  setBuffer(bytes: Uint8Array, view: DataView): void {
    this.bytes = bytes;
    this.view = view;
  }

  setParameter(index: number, offset: number, length: number): void {
    this.#offsets[index] = offset;
    this.#lengths[index] = length;
  }

  /** Bytes of a parameter; 0 when it is absent or empty. */
  length(index: number): number {
    return index < this.count ? (this.#lengths[index] as number) : 0;
  }

  offset(index: number): number {
    return this.#offsets[index] as number;
  }

  u8(index: number): number {
    return this.length(index) >= 1 ? (this.bytes[this.offset(index)] as number) : 0;
  }

  u16(index: number): number {
    return this.length(index) >= 2 ? this.view.getUint16(this.offset(index), true) : 0;
  }

  u32(index: number): number {
    return this.length(index) >= 4 ? this.view.getUint32(this.offset(index), true) : 0;
  }

  i32(index: number): number {
    return this.length(index) >= 4 ? this.view.getInt32(this.offset(index), true) : 0;
  }

  /** Eight bytes as a signed number; what lies beyond 2^53 loses its last bits. */
  i64(index: number): number {
    if (this.length(index) < 8) return 0;
    const offset = this.offset(index);
    return this.view.getInt32(offset + 4, true) * 4_294_967_296 + this.view.getUint32(offset, true);
  }

  /** Eight bytes as an unsigned number; what lies beyond 2^53 loses its last bits. */
  u64(index: number): number {
    if (this.length(index) < 8) return 0;
    const offset = this.offset(index);
    return this.view.getUint32(offset + 4, true) * 4_294_967_296 + this.view.getUint32(offset, true);
  }

  /** A descriptor number of four or eight bytes. */
  fd(index: number): number {
    return this.length(index) === 4 ? this.i32(index) : this.i64(index);
  }

  big(index: number): bigint {
    return this.length(index) >= 8 ? this.view.getBigUint64(this.offset(index), true) : 0n;
  }

  /** A text without its final NUL; undefined when the parameter is absent, empty, or the text `<NA>` of old drivers. */
  text(index: number): string | undefined {
    const length = this.length(index);
    if (length === 0) return undefined;
    const text = decodeText(this.bytes, this.offset(index), length);
    return text === '<NA>' ? undefined : text;
  }

  /** The bytes of a parameter where they lie: valid until the next event. */
  data(index: number): Uint8Array {
    const offset = this.offset(index);
    return this.bytes.subarray(offset, offset + this.length(index));
  }
}
