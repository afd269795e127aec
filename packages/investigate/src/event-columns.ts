const shift = 16;
const chunkRows = 1 << shift;
const mask = chunkRows - 1;
/** An event that has no result. */
const noResult = -0x8000_0000;
const largest = 0x7fff_ffff;

interface Chunk {
  readonly numbers: Uint32Array;
  readonly times: Float64Array;
  readonly types: Uint16Array;
  readonly tids: Int32Array;
  readonly processes: Uint32Array;
  readonly abouts: Uint32Array;
  readonly results: Int32Array;
  readonly containers: Uint16Array;
}

/** One event of the list. */
export interface EventRow {
  /** `evt.num` */
  readonly number: number;
  /** Nanoseconds after the first event. */
  readonly at: number;
  /** Number of the name of its type. */
  readonly type: number;
  readonly tid: number;
  /** Number of the process; 0: none. */
  readonly process: number;
  /** Number of the text that says what the event is about: a path, a connection, a command line. */
  readonly about: number;
  /** What the call returned; undefined: the event has no result. Beyond 32 bits the nearest such number. */
  readonly result: number | undefined;
  readonly container: number;
}

/** Events as columns: 34 bytes each, in pieces of 65,536 that are never copied. */
export class EventColumns {
  readonly #chunks: Chunk[] = [];
  readonly #most: number;
  #length = 0;
  /** Events that found no room. */
  dropped = 0;
  /** The earliest of their times. */
  droppedAt: number = Number.POSITIVE_INFINITY;

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether there is room for one more. */
  get hasRoom(): boolean {
    return this.#length < this.#most;
  }

  add(row: EventRow): void {
    if (!this.hasRoom) {
      this.dropped += 1;
      if (row.at < this.droppedAt) this.droppedAt = row.at;
      return;
    }
    const at = this.#length & mask;
    if (at === 0) this.#chunks.push(newChunk());
    const chunk = this.#chunks[this.#length >>> shift] as Chunk;
    chunk.numbers[at] = row.number;
    chunk.times[at] = row.at;
    chunk.types[at] = row.type;
    chunk.tids[at] = row.tid;
    chunk.processes[at] = row.process;
    chunk.abouts[at] = row.about;
    chunk.results[at] =
      row.result === undefined ? noResult : Math.max(noResult + 1, Math.min(largest, row.result));
    chunk.containers[at] = row.container;
    this.#length += 1;
  }

  row(index: number): EventRow {
    const chunk = this.#chunks[index >>> shift] as Chunk;
    const at = index & mask;
    const result = chunk.results[at] as number;
    return {
      number: chunk.numbers[at] as number,
      at: chunk.times[at] as number,
      type: chunk.types[at] as number,
      tid: chunk.tids[at] as number,
      process: chunk.processes[at] as number,
      about: chunk.abouts[at] as number,
      result: result === noResult ? undefined : result,
      container: chunk.containers[at] as number,
    };
  }

  number(index: number): number {
    return (this.#chunks[index >>> shift] as Chunk).numbers[index & mask] as number;
  }

  time(index: number): number {
    return (this.#chunks[index >>> shift] as Chunk).times[index & mask] as number;
  }

  process(index: number): number {
    return (this.#chunks[index >>> shift] as Chunk).processes[index & mask] as number;
  }

  about(index: number): number {
    return (this.#chunks[index >>> shift] as Chunk).abouts[index & mask] as number;
  }

  type(index: number): number {
    return (this.#chunks[index >>> shift] as Chunk).types[index & mask] as number;
  }

  result(index: number): number | undefined {
    const result = (this.#chunks[index >>> shift] as Chunk).results[index & mask] as number;
    return result === noResult ? undefined : result;
  }

  /** Where the event with that number is, or the next one after it: numbers only grow. */
  indexOf(number: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.number(middle) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function newChunk(): Chunk {
  return {
    numbers: new Uint32Array(chunkRows),
    times: new Float64Array(chunkRows),
    types: new Uint16Array(chunkRows),
    tids: new Int32Array(chunkRows),
    processes: new Uint32Array(chunkRows),
    abouts: new Uint32Array(chunkRows),
    results: new Int32Array(chunkRows),
    containers: new Uint16Array(chunkRows),
  };
}
