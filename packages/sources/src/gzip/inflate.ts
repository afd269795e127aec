import { Bits } from './bits.ts';
import type { ByteQueue } from './byte-queue.ts';
import { type Huffman, huffmanOf } from './huffman.ts';

const windowBytes = 32 * 1024;
const pieceBytes = 256 * 1024;
/** Bytes of the longest match. */
const longest = 258;
/** Bytes of input that no symbol with its distance needs more of, and no head of a block. */
const [symbolBytes, headBytes] = [12, 400];
const endOfBlock = 256;

const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const distanceBits = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** Lengths of the code of lengths come in this order. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Codes {
  readonly literals: Huffman;
  readonly distances: Huffman;
}

const fixed = fixedCodes();

/** Why inflating ends: `full` and `more` go on when there is room, and input. */
type Outcome = 'end' | 'full' | 'more' | 'damaged' | 'early';

/**
 * Inflates one deflate stream (RFC 1951); what lies behind it stays in the input. Every byte that can be told is handed
 * over before the error.
 * @throws Error where the data are damaged or end too early
 */
export async function* inflate(input: ByteQueue): AsyncGenerator<Uint8Array> {
  const output = new Output();
  try {
    yield* blocksOf(new Bits(input), output);
  } catch (error) {
    yield output.take();
    throw error;
  }
  yield output.take();
}

/** All blocks of a stream; yields when the output is full. */
async function* blocksOf(bits: Bits, output: Output): AsyncGenerator<Uint8Array> {
  for (let isLast = false; !isLast; ) {
    await bits.fill(headBytes);
    isLast = bits.read(1) === 1;
    const block = blockOf(bits);
    let outcome = block(output);
    while (outcome === 'more' || outcome === 'full') {
      if (outcome === 'more') await bits.fill(symbolBytes);
      else yield output.take();
      outcome = block(output);
    }
    if (outcome === 'early') throw endsEarly();
    if (outcome === 'damaged') throw new Error('the compressed data are damaged');
  }
  bits.close();
}

export function endsEarly(): Error {
  return new Error('the compressed file ends too early (truncated gzip)');
}

type Block = (output: Output) => Outcome;

function blockOf(bits: Bits): Block {
  const type = bits.read(2);
  const codes = type === 1 ? fixed : type === 2 ? readCodes(bits) : undefined;
  const stored = type === 0 ? storedBytes(bits) : undefined;
  if (bits.isOver) return () => 'early';
  if (codes !== undefined) return (output) => inflateSymbols(bits, codes, output);
  return stored === undefined ? () => 'damaged' : storedBlock(bits, stored);
}

function storedBytes(bits: Bits): number | undefined {
  bits.align();
  const length = bits.read(16);
  const check = bits.read(16);
  bits.align();
  return (length ^ check) === 0xffff ? length : undefined;
}

function storedBlock(bits: Bits, length: number): Block {
  let left = length;
  return (output) => {
    while (left > 0) {
      if (output.room === 0) return 'full';
      const bytes = bits.bytes(Math.min(left, output.room));
      if (bytes.length === 0) return bits.has(1) ? 'early' : 'more';
      output.copy(bytes);
      left -= bytes.length;
    }
    return 'end';
  };
}

function inflateSymbols(bits: Bits, { literals, distances }: Codes, output: Output): Outcome {
  while (output.room >= longest) {
    if (!bits.has(symbolBytes)) return 'more';
    const symbol = bits.symbol(literals);
    if (symbol < endOfBlock) {
      if (bits.isOver) return 'early';
      if (symbol < 0) return 'damaged';
      output.literal(symbol);
      continue;
    }
    if (symbol === endOfBlock) return bits.isOver ? 'early' : 'end';
    const base = lengthBases[symbol - endOfBlock - 1];
    if (base === undefined) return 'damaged';
    const length = base + bits.read(lengthBits[symbol - endOfBlock - 1] as number);
    const code = bits.symbol(distances);
    const distanceBase = distanceBases[code];
    if (bits.isOver) return 'early';
    if (distanceBase === undefined) return 'damaged';
    const distance = distanceBase + bits.read(distanceBits[code] as number);
    if (bits.isOver) return 'early';
    if (!output.match(length, distance)) return 'damaged';
  }
  return 'full';
}

function readCodes(bits: Bits): Codes | undefined {
  const literalCount = bits.read(5) + 257;
  const distanceCount = bits.read(5) + 1;
  const orderCount = bits.read(4) + 4;
  if (literalCount > 286 || distanceCount > 30) return undefined;
  const orderLengths = new Uint8Array(19);
  for (const place of lengthOrder.slice(0, orderCount)) orderLengths[place] = bits.read(3);
  const order = huffmanOf(orderLengths);
  if (order === undefined) return undefined;
  const lengths = new Uint8Array(literalCount + distanceCount);
  for (let at = 0; at < lengths.length; ) {
    const symbol = bits.symbol(order);
    if (symbol < 0 || (symbol === 16 && at === 0)) return undefined;
    const value = symbol < 16 ? symbol : symbol === 16 ? (lengths[at - 1] as number) : 0;
    const end = at + repeatOf(symbol, bits);
    if (end > lengths.length) return undefined;
    lengths.fill(value, at, end);
    at = end;
  }
  if (lengths[endOfBlock] === 0) return undefined;
  const literals = huffmanOf(lengths.subarray(0, literalCount));
  const distances = huffmanOf(lengths.subarray(literalCount));
  return literals === undefined || distances === undefined ? undefined : { literals, distances };
}

function repeatOf(symbol: number, bits: Bits): number {
  if (symbol === 16) return 3 + bits.read(2);
  if (symbol === 17) return 3 + bits.read(3);
  return symbol === 18 ? 11 + bits.read(7) : 1;
}

function fixedCodes(): Codes {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  const literals = huffmanOf(lengths);
  const distances = huffmanOf(new Uint8Array(32).fill(5));
  if (literals === undefined || distances === undefined) throw new Error('the fixed codes are wrong');
  return { literals, distances };
}

/** What was inflated, behind the window that matches refer to. */
class Output {
  readonly #bytes = new Uint8Array(windowBytes + pieceBytes);
  #from = 0;
  #at = 0;

  get room(): number {
    return this.#bytes.length - this.#at;
  }

  literal(byte: number): void {
    this.#bytes[this.#at] = byte;
    this.#at += 1;
  }

  copy(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** False: it refers to what lies before the begin. */
  match(length: number, distance: number): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    if (distance > at) return false;
    if (distance >= length) bytes.copyWithin(at, at - distance, at - distance + length);
    else for (let to = at; to < at + length; to += 1) bytes[to] = bytes[to - distance] as number;
    this.#at = at + length;
    return true;
  }

  /** What came since the last time. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(this.#from, this.#at);
    const kept = Math.min(windowBytes, this.#at);
    this.#bytes.copyWithin(0, this.#at - kept, this.#at);
    this.#at = kept;
    this.#from = kept;
    return taken;
  }
}
