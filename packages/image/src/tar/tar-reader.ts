import { blockSize, decodeName, isZeroBlock, parseHeader, type TarHeader } from './header.ts';
import { type Overrides, readMember } from './member.ts';
import { type PaxRecords, parsePaxRecords } from './pax.ts';
import type { TarEntry } from './tar-entry.ts';
import { TarError } from './tar-error.ts';

/** What is wanted of a body. */
export interface BodyWish {
  /**
   * True for all of it; a function is asked once the first bytes are there (`headBytes` of them, fewer in a smaller
   * file).
   */
  readonly whole?: boolean | AcceptsHead;
  /** So many bytes from its start, whatever comes of `whole`. */
  readonly start?: number;
}

/** Told of each member in order. */
export interface TarVisitor {
  /** Undefined for nothing of the body. Sparse bodies are never given. `offset` is where the body starts. */
  readonly entry: (entry: TarEntry, offset: number) => BodyWish | undefined;
  /** Gets the whole body, which it may keep. */
  readonly file: (entry: TarEntry, body: Buffer) => void;
  /** Gets the start of a body, which lasts until it returns. */
  readonly start?: (entry: TarEntry, bytes: Buffer) => void;
}

/** Decides by the first bytes of a body whether the rest of it is wanted. */
export type AcceptsHead = (head: Buffer) => boolean;

/** First bytes by which a body is judged. */
const headBytes = 16;

const emptyBody = Buffer.alloc(0);

/** A tar read as it arrives. */
export interface TarReader {
  /** Takes the next bytes. Throws TarError. */
  readonly write: (chunk: Buffer) => void;
  /** Bytes of the present body that nobody asked for: a caller that can seek may jump over so many with `skip`. */
  readonly skippable: () => number;
  readonly skip: (bytes: number) => void;
  /** True after the two zero blocks; what follows is not tar. */
  readonly isAtEnd: () => boolean;
  /** Declares the input finished. Throws TarError when it stopped inside a member. */
  readonly end: () => void;
}

/** Bodies of pax headers and GNU long names above this are refused. */
const maxSpecialBytes = 1024 * 1024;
const noRecords: PaxRecords = new Map();
const noOverrides: Overrides = {
  globals: noRecords,
  records: noRecords,
  longName: undefined,
  longLink: undefined,
};

/** A body on its way. */
interface Body {
  /** Becomes true or false once the first bytes are judged. */
  whole: boolean | AcceptsHead;
  readonly startBytes: number;
  readonly finish: (bytes: Buffer) => void;
  readonly begin: (bytes: Buffer) => void;
}

type State = 'header' | 'sparse-map' | 'body' | 'end';

/**
 * Reads ustar, pax, GNU and v7 tars: pax `path`, `linkpath`, `size`, `GNU.sparse.*`, global headers, GNU long
 * names and links, base-256 numbers, old GNU sparse maps. Bodies are passed over without copying unless asked for.
 * An archive may end without its zero blocks, but not inside a member.
 */
export function createTarReader(visitor: TarVisitor): TarReader {
  const block = Buffer.alloc(blockSize);
  let filled = 0;
  let offset = 0;
  let state: State = 'header';
  let hasZeroBlock = false;
  let overrides = noOverrides;

  let remaining = 0;
  let padding = 0;
  /** Bytes of the body that are collected; 0 when nothing of it is wanted any more. */
  let wanted = 0;
  let body: Body | undefined;
  let kept: Buffer | undefined;
  let keptBytes = 0;
  let startAfterSparseMap: (() => void) | undefined;

  function write(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && state !== 'end') {
      const used = state === 'body' ? takeBody(chunk, at) : takeBlock(chunk, at);
      at += used;
    }
    offset += chunk.length - at;
  }

  function takeBlock(chunk: Buffer, at: number): number {
    const used = chunk.copy(block, filled, at, at + blockSize - filled);
    filled += used;
    offset += used;
    if (filled < blockSize) return used;
    filled = 0;
    if (state === 'sparse-map') readSparseMap();
    else readHeader();
    return used;
  }

  function readSparseMap(): void {
    if (block[504] === 1) return;
    startAfterSparseMap?.();
  }

  function readHeader(): void {
    if (isZeroBlock(block)) {
      if (hasZeroBlock) state = 'end';
      hasZeroBlock = true;
      return;
    }
    const start = offset - blockSize;
    if (hasZeroBlock) throw new TarError('corrupt', 'data after the end marker', start);
    const header = parseHeader(block);
    if (header === undefined) throw new TarError('corrupt', 'bad header checksum', start);
    if ('xgLK'.includes(header.typeFlag)) startSpecial(header, start);
    else startMember(header, start);
  }

  function startSpecial(header: TarHeader, start: number): void {
    const { size, typeFlag } = header;
    if (size === undefined) throw new TarError('corrupt', 'unreadable size', start);
    if (size > maxSpecialBytes) throw new TarError('corrupt', `extended header of ${size} bytes`, start);
    startBody(size, {
      whole: true,
      startBytes: 0,
      finish: (bytes) => {
        if (typeFlag === 'L') overrides = { ...overrides, longName: untilNul(bytes) };
        else if (typeFlag === 'K') overrides = { ...overrides, longLink: untilNul(bytes) };
        else readPax(typeFlag, bytes, start);
      },
      begin: () => {},
    });
  }

  function readPax(typeFlag: string, body: Buffer, start: number): void {
    const records = parsePaxRecords(body);
    if (records === undefined) throw new TarError('corrupt', 'malformed pax header', start);
    if (typeFlag === 'x') overrides = { ...overrides, records };
    else overrides = { ...overrides, globals: new Map([...overrides.globals, ...records]) };
  }

  function startMember(header: TarHeader, start: number): void {
    const member = readMember(header, overrides);
    if (typeof member === 'string') throw new TarError('corrupt', member, start);
    overrides = { ...noOverrides, globals: overrides.globals };
    const { entry, storedSize } = member;
    const begin = (): void => {
      const wish = visitor.entry(entry, offset);
      const isKept = wish !== undefined && entry.type === 'file' && !entry.isSparse;
      startBody(storedSize, isKept ? bodyOf(entry, storedSize, wish) : undefined);
    };
    if (header.typeFlag === 'S' && header.block[482] === 1) {
      state = 'sparse-map';
      startAfterSparseMap = begin;
    } else begin();
  }

  function bodyOf(entry: TarEntry, size: number, { whole = false, start = 0 }: BodyWish): Body {
    return {
      whole,
      startBytes: Math.min(start, size),
      finish: (bytes) => visitor.file(entry, bytes),
      begin: (bytes) => visitor.start?.(entry, bytes),
    };
  }

  function startBody(size: number, next: Body | undefined): void {
    remaining = size;
    padding = (blockSize - (size % blockSize)) % blockSize;
    body = next;
    wanted = next === undefined ? 0 : next.whole === false ? next.startBytes : size;
    kept = undefined;
    keptBytes = 0;
    state = 'body';
    if (size === 0) endBody();
    if (remaining + padding === 0) state = 'header';
  }

  function takeBody(chunk: Buffer, at: number): number {
    const size = Math.min(remaining, chunk.length - at);
    if (size > 0) {
      remaining -= size;
      if (keptBytes < wanted) keep(chunk.subarray(at, at + size));
      if (remaining === 0) endBody();
    }
    const pad = Math.min(padding, chunk.length - at - size);
    if (remaining === 0) padding -= pad;
    if (remaining + padding === 0) state = 'header';
    const used = remaining === 0 ? size + pad : size;
    offset += used;
    return used;
  }

  /** Adds a part to what is collected of the body. A start that is there in one part is shown where it lies. */
  function keep(part: Buffer): void {
    if (body === undefined) return;
    if (typeof body.whole === 'function' && (keptBytes + part.length >= headBytes || remaining === 0)) {
      judgeHead(body, body.whole, part);
    }
    if (body.whole === false && keptBytes === 0 && part.length >= wanted) {
      if (wanted > 0) body.begin(part.subarray(0, wanted));
      wanted = 0;
      return;
    }
    kept ??= Buffer.allocUnsafeSlow(wanted);
    keptBytes += part.copy(kept, keptBytes);
    if (body.whole !== false || keptBytes < wanted) return;
    if (wanted > 0) body.begin(kept.subarray(0, wanted));
    kept = undefined;
    wanted = 0;
  }

  /** Gives the rest of the body up when its first bytes are not what somebody hoped for. */
  function judgeHead(judged: Body, accepts: AcceptsHead, part: Buffer): void {
    const head = kept === undefined ? part : Buffer.concat([kept.subarray(0, keptBytes), part]);
    judged.whole = accepts(head.subarray(0, headBytes));
    if (judged.whole) return;
    wanted = judged.startBytes;
  }

  function endBody(): void {
    const ended = body;
    const bytes = kept ?? emptyBody;
    body = undefined;
    kept = undefined;
    if (ended === undefined) return;
    if (typeof ended.whole === 'function') ended.whole = ended.whole(bytes.subarray(0, headBytes));
    if (!ended.whole) return;
    if (ended.startBytes > 0) ended.begin(bytes.subarray(0, ended.startBytes));
    ended.finish(bytes);
  }

  function skippable(): number {
    return state === 'body' && keptBytes >= wanted ? remaining : 0;
  }

  function skip(bytes: number): void {
    remaining -= bytes;
    offset += bytes;
    if (remaining + padding === 0) state = 'header';
  }

  function end(): void {
    if (state === 'end') return;
    if (state === 'body' && remaining > 0)
      throw new TarError('truncated', 'input ends inside a file', offset);
    if (state === 'sparse-map' || filled > 0) {
      throw new TarError('truncated', 'input ends inside a header', offset);
    }
    if (overrides.records.size > 0 || overrides.longName !== undefined) {
      throw new TarError('truncated', 'input ends after an extended header', offset);
    }
  }

  return { write, skippable, skip, isAtEnd: () => state === 'end', end };
}

function untilNul(body: Buffer): string {
  const nul = body.indexOf(0);
  return decodeName(nul === -1 ? body : body.subarray(0, nul));
}
