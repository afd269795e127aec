/** Reads exact numbers of bytes from chunks of any size. */
export interface ByteReader {
  /** Exactly `length` bytes, fewer only at the end of the input. */
  readonly take: (length: number) => Promise<Buffer>;
  /** Passes over bytes; false when the input ended before. */
  readonly skip: (length: number) => Promise<boolean>;
}

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  /** The next bytes, at most `length`; empty at the end. */
  async function some(length: number): Promise<Buffer> {
    while (rest.length === 0) {
      const { done, value } = await chunks.next();
      if (done === true) return rest;
      rest = value;
    }
    const part = rest.subarray(0, length);
    rest = rest.subarray(part.length);
    return part;
  }

  async function take(length: number): Promise<Buffer> {
    const first = await some(length);
    if (first.length === length) return first;
    const parts = [first];
    let missing = length - first.length;
    while (missing > 0) {
      const part = await some(missing);
      if (part.length === 0) break;
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  async function skip(length: number): Promise<boolean> {
    let missing = length;
    while (missing > 0) {
      const part = await some(missing);
      if (part.length === 0) return false;
      missing -= part.length;
    }
    return true;
  }

  return { take, skip };
}
