import type { CaptureIndex } from './capture-index.ts';
import type { TimeSpan } from './series.ts';
import { slotsOf } from './slots.ts';
import type { StreamRow } from './stream-rows.ts';

/** How much of each list belongs to a part of a capture. */
export interface SpanFacts {
  readonly events: number;
  readonly detections: number;
  /** Rows of each stream that have events in the part, by the id of the stream. */
  readonly rows: Readonly<Record<string, number>>;
  /** Events of each process, by its number; 0: events of none. */
  readonly processEvents: Uint32Array;
  /** Lines of each session, by its number. */
  readonly sessionLines: Uint32Array;
}

/** What the lists have of a part of a capture, as far as its events found room in the index. */
export function spanFactsOf(index: CaptureIndex, span: TimeSpan): SpanFacts {
  const { events } = index;
  const isInside = ({ at }: { readonly at: number }): boolean => at >= span.from && at < span.to;
  const processEvents = new Uint32Array(index.processes.values().length + 1);
  let count = 0;
  for (let place = 0; place < events.length; place += 1) {
    const at = events.time(place);
    if (at < span.from || at >= span.to) continue;
    count += 1;
    const process = events.process(place);
    processEvents[process] = (processEvents[process] as number) + 1;
  }
  return {
    events: count,
    detections: index.detections.filter(isInside).length,
    rows: Object.fromEntries(index.streams.map(({ stream: { id } }) => [id, rowsIn(index, id, span).length])),
    processEvents,
    sessionLines: Uint32Array.from(index.sessions.values(), ({ lines }) => lines.filter(isInside).length),
  };
}

/**
 * The rows of a stream that have events in a part of a capture, with the figures of those events alone. Where events of the part
 * found no room in the index: the rows that may have some, with all of their figures.
 */
export function rowsIn(index: CaptureIndex, stream: string, span: TimeSpan): readonly StreamRow[] {
  const known = index.streams.find((one) => one.stream.id === stream);
  if (known === undefined) return [];
  if (span.to > index.events.droppedAt)
    return known.rows.filter(({ firstAt, lastAt }) => firstAt < span.to && lastAt >= span.from);
  const { events } = index;
  // In the order in which the part tells of them.
  return [...known.parts(slotsOf(events, span))].flatMap(([number, part]): StreamRow[] => {
    const row = known.rows[number];
    if (row === undefined) return [];
    return [
      {
        ...row,
        firstAt: events.time(part.first),
        lastAt: events.time(part.last),
        event: events.number(part.first),
        figures: row.figures.map((_whole, figure) => part.figures[figure] ?? 0),
        events: part.events,
      },
    ];
  });
}
