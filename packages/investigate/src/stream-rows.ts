import { RowLog, type RowPart } from './row-log.ts';
import type { Seen } from './seen.ts';
import type { Slots } from './slots.ts';
import type { Stream } from './streams/stream.ts';

/** One row of a stream. */
export interface StreamRow {
  /** From 0, in the order in which the capture tells of them. */
  readonly number: number;
  /** Nanoseconds after the first event. */
  readonly firstAt: number;
  lastAt: number;
  /** Number of the first event. */
  readonly event: number;
  readonly process: number;
  readonly container: number;
  readonly what: string;
  readonly detail: string;
  /** In the order of the stream's table. */
  readonly figures: number[];
  events: number;
  /** What its events have in common, beside the process. */
  readonly about: number;
  readonly type: number;
  readonly result: number | undefined;
}

const longest = 4096;

/** Gathers the rows of one stream. */
export class StreamRows {
  readonly stream: Stream;
  readonly rows: StreamRow[] = [];
  readonly #byKey = new Map<number | string, StreamRow>();
  readonly #most: number;
  readonly #log = new RowLog();
  readonly #before: number[] = [];
  /** Events that belong to rows for which there was no room. */
  dropped = 0;

  constructor(stream: Stream, most: number) {
    this.stream = stream;
    this.#most = most;
  }

  /** `place`: where the event will be in the list of events; undefined: there is no room for it. */
  look(seen: Seen, type: number, place: number | undefined): void {
    const { stream } = this;
    const key = stream.key?.(seen);
    if (stream.key === undefined ? stream.isRow?.(seen) !== true : key === undefined) return;
    let row = key === undefined ? undefined : this.#byKey.get(key);
    if (row === undefined) {
      if (this.rows.length >= this.#most) {
        this.dropped += 1;
        return;
      }
      row = this.#newRow(seen, type);
      this.rows.push(row);
      if (key !== undefined) this.#byKey.set(key, row);
    }
    row.events += 1;
    if (seen.at > row.lastAt) row.lastAt = seen.at;
    for (let figure = 0; figure < row.figures.length; figure += 1)
      this.#before[figure] = row.figures[figure] as number;
    stream.count(seen, row.figures);
    if (place !== undefined) this.#log.add(place, row.number, this.#before, row.figures);
  }

  /** What rows have of a part of the capture, by their number; rows that have no event there are not among them. */
  parts(slots: Slots): ReadonlyMap<number, RowPart> {
    return this.#log.parts(slots);
  }

  #newRow(seen: Seen, type: number): StreamRow {
    const { stream } = this;
    return {
      number: this.rows.length,
      firstAt: seen.at,
      lastAt: seen.at,
      event: seen.event.number,
      process: seen.process?.number ?? 0,
      container: seen.container,
      what: stream.what(seen).slice(0, longest),
      detail: stream.detail(seen).slice(0, longest),
      figures: stream.figures.map(() => 0),
      events: 0,
      about: seen.about,
      type,
      result: seen.result,
    };
  }
}
