import { type BlockLayout, blockLayouts } from './blocks.ts';
import { CaptureEvent } from './capture-event.ts';
import { CaptureProblem } from './capture-problem.ts';
import { Converter, isOfToday } from './convert/converter.ts';
import { decodeEvent, type IsWanted } from './decode-event.ts';
import { type CaptureLimits, defaultCaptureLimits } from './limits.ts';
import { type DescriptorEntry, readDescriptors } from './lists/descriptors.ts';
import { type InterfaceEntry, readInterfaces } from './lists/interfaces.ts';
import { type MachineInfo, readMachine } from './lists/machine.ts';
import { type ProcessEntry, readProcesses } from './lists/processes.ts';
import { type GroupEntry, readUsers, type UserEntry } from './lists/users.ts';
import { swapEvent } from './swap-event.ts';

/** Told of what a capture holds, in its order. */
export interface CaptureHandler {
  /** A section begins: what was known of the system is no longer true. */
  readonly onSection?: () => void;
  readonly onMachine?: (machine: MachineInfo) => void;
  readonly onProcess?: (process: ProcessEntry) => void;
  readonly onDescriptor?: (tid: number, descriptor: DescriptorEntry) => void;
  readonly onInterface?: (network: InterfaceEntry) => void;
  readonly onUser?: (user: UserEntry) => void;
  readonly onGroup?: (group: GroupEntry) => void;
  /** The event as captures of today have it, valid during the call; a few objects serve all events. */
  readonly onEvent?: (event: CaptureEvent) => void;
  /**
   * Whether `onEvent` is to be told of events with a code; asked once. Of the others only the header is read, they are
   * counted, and those of old captures are told of nevertheless. Default: all.
   */
  readonly isWanted?: (code: number) => boolean;
}

/** How a capture was read. */
export interface CaptureSummary {
  readonly sections: number;
  readonly blocks: number;
  /** Event blocks, those that were not passed on included. */
  readonly events: number;
  /** Events of types that are not known here. */
  readonly unknownEvents: number;
  /** Old captures: enter events that had to be forgotten before their exit events came. */
  readonly forgottenEnters: number;
  /** Bytes after decompression that belong to whole blocks. */
  readonly bytes: number;
  /** Why reading ended before the end, if it did. */
  readonly problem?: CaptureProblem;
}

/** The same in both byte orders. */
const sectionCode = 0x0a0d0d0a;
const sectionMagic = 0x1a2b3c4d;
const swappedMagic = 0x4d3c2b1a;
/** Bit of the flags of an event block. */
const stateOnly = 1;
const maxCode = 65_535;
const [unasked, yes, no] = [0, 1, 2];
const minBlockBytes = 12;
const blockHeadBytes = 8;
/** As far as the magic, which tells the byte order that the length has too. */
const sectionHeadBytes = 12;

/**
 * Reads a capture that comes in pieces of any size. Nothing is kept but the block that a piece ends in. What is
 * wrong ends the reading and is in the summary; what came before has been told.
 */
export class CaptureReader {
  readonly #handler: CaptureHandler;
  readonly #isWanted: IsWanted;
  readonly #limits: CaptureLimits;
  readonly #event = new CaptureEvent();
  readonly #converter = new Converter();
  /** The begin of a block whose end did not come yet. */
  readonly #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  /** Bytes that are needed before there is a block to read. */
  #needed = 0;
  #offset = 0;
  /** Byte order of the section at hand. */
  #isLittle = true;
  #sections = 0;
  #blocks = 0;
  #events = 0;
  #sectionEvents = 0;
  #unknownEvents = 0;
  #problem: CaptureProblem | undefined;

  constructor(handler: CaptureHandler, limits: Partial<CaptureLimits> = {}) {
    this.#handler = handler;
    this.#isWanted = remembered(handler.isWanted);
    this.#limits = { ...defaultCaptureLimits, ...limits };
  }

  /** False: there is no use in more. */
  feed(chunk: Uint8Array): boolean {
    if (this.#problem !== undefined) return false;
    try {
      this.#readBlocksOf(this.#completed(plain(chunk)));
      return true;
    } catch (error) {
      if (!(error instanceof CaptureProblem)) throw error;
      this.#problem = error;
      this.#offset = error.offset;
      return false;
    }
  }

  /** `cause` tells why no more came, when that is not the end of the capture. */
  end(cause?: string): CaptureSummary {
    const left = this.#pendingBytes;
    const inBlock = left === 0 ? '' : ` in the middle of a block, ${left} bytes after its begin`;
    if (cause !== undefined) this.#problem ??= this.#problemAt(left, `reading stopped${inBlock}: ${cause}`);
    else if (left > 0) this.#problem ??= this.#problemAt(0, `the capture ends${inBlock}`);
    if (this.#sections === 0) this.#problem ??= this.#problemAt(0, 'the capture is empty');
    else if (this.#events === 0) this.#problem ??= this.#problemAt(0, 'the capture has no events');
    return {
      sections: this.#sections,
      blocks: this.#blocks,
      events: this.#events,
      unknownEvents: this.#unknownEvents,
      forgottenEnters: this.#converter.dropped,
      bytes: this.#offset,
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  /** Reads the block that began in earlier pieces, once it is whole; what the piece has beyond it. */
  #completed(chunk: Uint8Array): Uint8Array {
    let left = chunk;
    while (this.#pendingBytes > 0 && left.length > 0) {
      const missing = Math.max(this.#needed, blockHeadBytes) - this.#pendingBytes;
      this.#keep(left.subarray(0, missing));
      if (left.length < missing) return left.subarray(left.length);
      left = left.subarray(missing);
      const bytes = joined(this.#pending, this.#pendingBytes);
      this.#pending.length = 0;
      this.#pendingBytes = 0;
      this.#readBlocksOf(bytes);
    }
    return left;
  }

  #readBlocksOf(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#event.setBuffer(bytes, view);
    const used = this.#readBlocks(bytes, view);
    this.#keep(bytes.subarray(used));
    this.#offset += used;
  }

  #keep(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#pending.push(chunk.slice());
    this.#pendingBytes += chunk.length;
  }

  /** Reads all blocks that are whole; how many bytes they take. */
  #readBlocks(bytes: Uint8Array, view: DataView): number {
    let start = 0;
    this.#needed = 0;
    while (start + blockHeadBytes <= bytes.length) {
      const code = view.getUint32(start, this.#isLittle);
      if (code === sectionCode) {
        if (start + sectionHeadBytes > bytes.length) {
          this.#needed = sectionHeadBytes;
          break;
        }
        this.#isLittle = view.getUint32(start + 8, true) !== swappedMagic;
      }
      const total = view.getUint32(start + 4, this.#isLittle);
      const layout = blockLayouts.get(code);
      if (this.#sections === 0 && layout?.kind !== 'section') {
        throw this.#problemAt(start, 'not a capture: it does not begin with a section header');
      }
      this.#checkLength(start, total, layout);
      const end = start + total;
      if (end > bytes.length) {
        this.#needed = total;
        break;
      }
      if (layout?.kind !== 'events' && layout?.kind !== 'section' && this.#sectionEvents > 0) {
        throw this.#problemAt(start, `unexpected block of type 0x${code.toString(16)} after events`);
      }
      if (layout?.kind === 'events') {
        if (this.#isLittle) this.#readEvent(start + 8, end - 4, layout, start);
        else this.#readSwapped(bytes, view, start, end, layout);
      } else if (layout !== undefined) this.#readList(bytes, view, start, end, layout);
      this.#blocks += 1;
      start = end;
    }
    return start;
  }

  #checkLength(start: number, total: number, layout: BlockLayout | undefined): void {
    const limit = layout?.kind === 'events' ? this.#limits.eventBytes : this.#limits.listBytes;
    if (total < minBlockBytes) throw this.#problemAt(start, `a block cannot have ${total} bytes`);
    if (total > limit)
      throw this.#problemAt(start, `a block of ${total} bytes is larger than the limit of ${limit}`);
    if (this.#offset + start + total > this.#limits.totalBytes) {
      throw this.#problemAt(
        start,
        `the capture is larger than the limit of ${this.#limits.totalBytes} bytes`,
      );
    }
  }

  #readEvent(offset: number, end: number, layout: BlockLayout, start: number): void {
    const event = this.#event;
    const body = offset + (layout.hasFlags ? 6 : 2);
    if (body > end) throw this.#problemAt(start, 'the event block has no room for an event');
    this.#events += 1;
    this.#sectionEvents += 1;
    event.number = this.#events;
    event.cpu = event.view.getUint16(offset, true);
    event.isStateOnly = layout.hasFlags && (event.view.getUint32(offset + 2, true) & stateOnly) !== 0;
    const decoded = decodeEvent(event, body, end, layout.version > 1, this.#isWanted);
    if (decoded === 'event') this.#pass(event, start);
    else if (decoded === 'unknown-type') this.#unknownEvents += 1;
    else if (decoded !== 'unwanted') throw this.#problemAt(start, decoded);
  }

  /** An event of a big-endian machine: a copy of it that is little endian. */
  #readSwapped(bytes: Uint8Array, view: DataView, start: number, end: number, layout: BlockLayout): void {
    const block = bytes.slice(start, end);
    block.subarray(8, 10).reverse();
    if (layout.hasFlags) block.subarray(10, 14).reverse();
    swapEvent(block, layout.hasFlags ? 14 : 10, block.length - 4, layout.version > 1);
    this.#event.setBuffer(block, new DataView(block.buffer));
    this.#readEvent(8, block.length - 4, layout, start);
    this.#event.setBuffer(bytes, view);
  }

  #pass(event: CaptureEvent, start: number): void {
    if (isOfToday(event)) {
      this.#handler.onEvent?.(event);
      return;
    }
    const converted = this.#converter.convert(event);
    if (typeof converted === 'string') throw this.#problemAt(start, converted);
    if (converted !== undefined) this.#handler.onEvent?.(converted);
  }

  #readList(bytes: Uint8Array, view: DataView, start: number, end: number, layout: BlockLayout): void {
    if (view.getUint32(end - 4, this.#isLittle) !== end - start) {
      throw this.#problemAt(start, 'the lengths at the begin and the end of the block differ');
    }
    const body = { bytes, view, start: start + 8, end: end - 4, isBigEndian: !this.#isLittle };
    const handler = this.#handler;
    switch (layout.kind) {
      case 'section':
        this.#readSection(view, start, end);
        return;
      case 'machine':
        handler.onMachine?.(readMachine(body));
        return;
      case 'processes':
        if (handler.onProcess !== undefined) readProcesses(body, layout.version, handler.onProcess);
        return;
      case 'descriptors':
        if (handler.onDescriptor !== undefined) readDescriptors(body, layout.version, handler.onDescriptor);
        return;
      case 'interfaces':
        if (handler.onInterface !== undefined) readInterfaces(body, layout.version, handler.onInterface);
        return;
      case 'users':
        readUsers(body, layout.version, handler.onUser, handler.onGroup);
        return;
      case 'events':
    }
  }

  #readSection(view: DataView, start: number, end: number): void {
    const magic = end - start >= 24 ? view.getUint32(start + 8, this.#isLittle) : 0;
    if (magic !== sectionMagic) throw this.#problemAt(start, 'not a capture: the section header is wrong');
    const major = view.getUint16(start + 12, this.#isLittle);
    if (major > 1)
      throw this.#problemAt(start, `the capture has version ${major}; versions up to 1 are known`);
    this.#sections += 1;
    this.#sectionEvents = 0;
    this.#converter.clear();
    this.#handler.onSection?.();
  }

  #problemAt(start: number, message: string): CaptureProblem {
    return new CaptureProblem(message, this.#blocks + 1, this.#offset + start);
  }
}

/** A Buffer's `slice` copies nothing: what is kept of it would keep all of it. */
function plain(chunk: Uint8Array): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/** Asks once for every code. */
function remembered(isWanted: IsWanted | undefined): IsWanted {
  if (isWanted === undefined) return () => true;
  const answers = new Uint8Array(maxCode + 1);
  return (code) => {
    if (answers[code] === unasked) answers[code] = isWanted(code) ? yes : no;
    return answers[code] === yes;
  };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
