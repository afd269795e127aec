/** Bytes of a stream, taken in other sizes than they come. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #head: Uint8Array = new Uint8Array(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** From one byte to `most`; none at the end of the stream. */
  async takeSome(most: number): Promise<Uint8Array> {
    while (this.#head.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return this.#head;
      this.#head = next.value;
    }
    const taken = this.#head.subarray(0, most);
    this.#head = this.#head.subarray(most);
    return taken;
  }

  /** As many as asked for; fewer at the end of the stream. */
  async take(size: number): Promise<Uint8Array> {
    const first = await this.takeSome(size);
    if (first.length === size) return first;
    const parts = [first];
    let length = first.length;
    while (length < size) {
      const part = await this.takeSome(size - length);
      if (part.length === 0) break;
      parts.push(part);
      length += part.length;
    }
    const all = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** Puts back what was taken last, or the end of it. */
  giveBack(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const joined = new Uint8Array(bytes.length + this.#head.length);
    joined.set(bytes);
    joined.set(this.#head, bytes.length);
    this.#head = joined;
  }

  /** All that is left, as it comes. */
  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = await this.takeSome(Number.POSITIVE_INFINITY);
        if (chunk.length === 0) return;
        yield chunk;
      }
    } finally {
      await this.close();
    }
  }

  /** Nothing more is wanted. */
  async close(): Promise<void> {
    await this.#chunks.return?.(undefined);
  }
}
