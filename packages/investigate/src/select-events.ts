import type { CaptureIndex } from './capture-index.ts';
import { Column } from './column.ts';
import type { TimeSpan } from './series.ts';

/** Which events of the list are wanted; everything that is given must fit. */
export interface EventQuery {
  readonly span?: TimeSpan;
  readonly process?: number;
  /** Events of one row of a stream. */
  readonly row?: { readonly stream: string; readonly number: number };
  /** Numbers of events that something else chose, such as a filter; ascending. */
  readonly numbers?: Uint32Array;
}

/** One event of the list, with names in place of numbers. */
export interface EventView {
  readonly number: number;
  readonly at: number;
  readonly type: string;
  readonly tid: number;
  readonly process: number;
  readonly processName: string;
  readonly about: string;
  readonly result: number | undefined;
  readonly container: string;
}

/** Places of the wanted events in the list, in its order; undefined: all of them. */
export function selectEvents(index: CaptureIndex, query: EventQuery): Uint32Array | undefined {
  const fits = predicateOf(index, query);
  if (fits === undefined && query.numbers === undefined) return undefined;
  const { events } = index;
  const places = new Column();
  if (query.numbers !== undefined) {
    for (const number of query.numbers) {
      const place = events.indexOf(number);
      if (place >= events.length || events.number(place) !== number) continue;
      if (fits === undefined || fits(place)) places.push(place);
    }
  } else {
    for (let place = 0; place < events.length; place += 1) if (fits?.(place) === true) places.push(place);
  }
  return places.toArray();
}

/** Views of events: those at `offset` and after it in a selection. */
export function eventViews(
  index: CaptureIndex,
  selection: Uint32Array | undefined,
  offset: number,
  limit: number,
): readonly EventView[] {
  const length = selection?.length ?? index.events.length;
  const views: EventView[] = [];
  for (let at = Math.max(0, offset); at < Math.min(length, offset + limit); at += 1) {
    views.push(eventView(index, selection === undefined ? at : (selection[at] as number)));
  }
  return views;
}

function eventView(index: CaptureIndex, place: number): EventView {
  const { number, at, type, tid, process, about, result, container } = index.events.row(place);
  const known = index.processes.get(process);
  const of = index.containers.get(container);
  return {
    number,
    at,
    type: index.types.text(type),
    tid,
    process,
    processName: known?.name ?? '',
    about: index.texts.text(about),
    result,
    container: of === undefined ? '' : of.name === '' ? of.id : of.name,
  };
}

type Fits = (place: number) => boolean;

function predicateOf(index: CaptureIndex, { span, process, row }: EventQuery): Fits | undefined {
  const { events } = index;
  const tests: Fits[] = [];
  if (span !== undefined) {
    tests.push((place) => {
      const at = events.time(place);
      return at >= span.from && at < span.to;
    });
  }
  if (process !== undefined) tests.push((place) => events.process(place) === process);
  const wanted = row === undefined ? undefined : rowTest(index, row);
  if (wanted !== undefined) tests.push(wanted);
  if (tests.length === 0) return undefined;
  return (place) => tests.every((test) => test(place));
}

function rowTest(index: CaptureIndex, wanted: { readonly stream: string; readonly number: number }): Fits {
  const { events } = index;
  const rows = index.streams.find(({ stream }) => stream.id === wanted.stream);
  const row = rows?.rows[wanted.number];
  if (rows === undefined || row === undefined) return () => false;
  if (rows.stream.key === undefined) return (place) => events.number(place) === row.event;
  const isOfThing: Fits = (place) =>
    events.process(place) === row.process && events.about(place) === row.about;
  if (wanted.stream !== 'errors') return isOfThing;
  return (place) =>
    isOfThing(place) && events.type(place) === row.type && events.result(place) === row.result;
}
