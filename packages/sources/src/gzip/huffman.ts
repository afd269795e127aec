const maxBits = 15;
export const fastBits = 10;

/** A canonical Huffman code (RFC 1951, 3.2.2). */
export interface Huffman {
  /** By the next `fastBits` bits: symbol and, in the lowest four bits, how many bits its code has; 0: the code is longer. */
  readonly fast: Uint16Array;
  /** How many codes there are of each length. */
  readonly counts: Uint16Array;
  /** In the order of their codes. */
  readonly symbols: Uint16Array;
}

/** Undefined: no code has such lengths. An incomplete code is one only when it has a single symbol, as in zlib. */
export function huffmanOf(lengths: Uint8Array): Huffman | undefined {
  const counts = new Uint16Array(maxBits + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const used = lengths.length - (counts[0] as number);
  counts[0] = 0;
  const starts = new Uint16Array(maxBits + 2);
  let left = 1;
  for (let length = 1; length <= maxBits; length += 1) {
    const count = counts[length] as number;
    left = left * 2 - count;
    if (left < 0) return undefined;
    starts[length + 1] = (starts[length] as number) + count;
  }
  if (left > 0 && used > 1) return undefined;
  const symbols = new Uint16Array(lengths.length);
  const next = starts.slice();
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const place = next[length] as number;
    symbols[place] = symbol;
    next[length] = place + 1;
  });
  return { counts, symbols, fast: fastTable(counts, symbols) };
}

function fastTable(counts: Uint16Array, symbols: Uint16Array): Uint16Array {
  const fast = new Uint16Array(1 << fastBits);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= fastBits; length += 1) {
    for (let count = counts[length] as number; count > 0; count -= 1) {
      const entry = ((symbols[place] as number) << 4) | length;
      for (let at = reversed(code, length); at < fast.length; at += 1 << length) fast[at] = entry;
      code += 1;
      place += 1;
    }
    code <<= 1;
  }
  return fast;
}

/** Codes are packed from their highest bit. */
function reversed(code: number, length: number): number {
  let bits = 0;
  for (let at = 0; at < length; at += 1) bits |= ((code >> at) & 1) << (length - 1 - at);
  return bits;
}
