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
  const slots = slotsOf(events, span);
  const isListed = span.to <= index.events.droppedAt;
  const isInside = ({ at }: { readonly at: number }): boolean => at >= span.from && at < span.to;
  const processEvents = new Uint32Array(index.processes.values().length + 1);
  let count = 0;
  for (let place = 0; place < events.length; place += 1) {
    if (slots.of(place) < 0) continue;
    count += 1;
    const process = events.process(place);
    processEvents[process] = (processEvents[process] as number) + 1;
  }
  return {
    events: count,
    detections: index.detections.filter(isInside).length,
    rows: Object.fromEntries(
      index.streams.map((rows) => [
        rows.stream.id,
        isListed ? rows.parts(slots).size : overlapping(rows.rows, span).length,
      ]),
    ),
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
  if (span.to > index.events.droppedAt) return overlapping(known.rows, span);
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

function overlapping(rows: readonly StreamRow[], { from, to }: TimeSpan): readonly StreamRow[] {
  return rows.filter(({ firstAt, lastAt }) => firstAt < to && lastAt >= from);
}
