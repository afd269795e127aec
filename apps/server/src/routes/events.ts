import { type EventRow, type Histogram, routes } from '@breakwater/api';
import {
  allOf,
  type Detection,
  type EventKind,
  everything,
  type Filter,
  type Severity,
  type StoredEvent,
} from '@breakwater/model';
import { type EventStore, matchFilter } from '@breakwater/store';
import { withOutcomes } from '../actions/action-outcomes.ts';
import type { ServerContext } from '../context.ts';
import { openEventStream } from '../http/event-stream.ts';
import { type ExportRow, sendExport } from '../http/export.ts';
import { type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';

type Context = Pick<ServerContext, 'state' | 'events' | 'live' | 'now'>;

const dayMs = 86_400_000;
/** Widths a bar may have, in milliseconds: round to a person. */
const steps = [1000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 4 * 3_600_000, dayMs];
const barsWanted = 120;

/** The events feed: list, histogram, top values, detail, live stream, export. */
export function eventHandlers({ state, events, live, now }: Context): readonly Handler[] {
  /** The range of a query; the last day when none is given. */
  function rangeOf(query: { readonly from?: number; readonly to?: number }): { from: number; to: number } {
    const to = query.to ?? now() + 60_000;
    return { from: query.from ?? to - dayMs, to };
  }

  return [
    implement(routes.listEvents, async ({ query, scope }) => {
      const asked = { scope, filter: filterOf(query), ...rangeOf(query) };
      const [page, kept, inScope] = await Promise.all([
        events.list({
          ...asked,
          limit: query.limit,
          ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
          order: query.sort === 'time' ? 'oldest' : 'newest',
        }),
        events.count(asked),
        query.filter === undefined ? undefined : events.count({ ...asked, filter: ofKinds(query.kinds) }),
      ]);
      return {
        rows: page.rows.map(rowOf),
        total: kept.matching,
        totalInScope: (inScope ?? kept).matching,
        ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
      };
    }),
    implement(routes.getHistogram, async ({ query, scope }): Promise<Histogram> => {
      const { from, to } = rangeOf(query);
      const step = query.stepMs ?? steps.find((candidate) => (to - from) / candidate <= barsWanted) ?? dayMs;
      const buckets = await events.histogram({ scope, filter: filterOf(query), from, to, step });
      const total: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
      for (const { severities } of buckets) {
        for (const name of Object.keys(total) as Severity[]) total[name] += severities[name];
      }
      const bars = buckets.map(({ time, severities }) => ({ time, counts: severities }));
      return { from, to, stepMs: step, bars, total };
    }),
    implement(routes.getTopValues, async ({ query, scope }) => {
      const { field, limit } = query;
      const result = await events.top({ scope, filter: filterOf(query), ...rangeOf(query), field, n: limit });
      return { values: result.entries };
    }),
    implement(routes.getEvent, async ({ params, scope }) => {
      const event = await events.get(scope, params.kind, params.id);
      if (event === undefined) throw notFound(`${params.kind} ${params.id}`);
      const isDetection = event.kind === 'detection';
      const body = isDetection ? await withOutcomes(state, event.body as Detection) : event.body;
      return { ...rowOf(event), body };
    }),
    implement(routes.streamEvents, async ({ query, scope, request, reply }) => {
      const isWanted = matchFilter(allOf(scope, filterOf(query)));
      const stream = openEventStream(request, reply, () => unwatch());
      const unwatch = live.watch({
        receive: (rows) => {
          for (const row of rows) if (isWanted(row)) stream.send('event', rowOf(row));
        },
        end: stream.end,
      });
      return undefined;
    }),
    implement(routes.exportEvents, async ({ query, scope, reply }) => {
      const asked = { scope, filter: filterOf(query), ...rangeOf(query) };
      return sendExport(reply, query.format, 'breakwater-events', allRows(events, asked), cellsOf);
    }),
  ];
}

function filterOf(query: { readonly filter?: Filter; readonly kinds: readonly EventKind[] }): Filter {
  return allOf(ofKinds(query.kinds), query.filter ?? everything);
}

function ofKinds(kinds: readonly EventKind[]): Filter {
  return { op: 'in', field: 'kind', value: kinds };
}

/** A stored event as the API shows it: without its body, 64-bit numbers as text. */
function rowOf(event: StoredEvent): EventRow {
  const { body: _, team: __, ...row } = event;
  return row;
}

async function* allRows(
  events: EventStore,
  asked: { scope: Filter; filter: Filter; from: number; to: number },
): AsyncIterable<EventRow> {
  let cursor: string | undefined;
  do {
    const page = await events.list({ ...asked, limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    for (const row of page.rows) yield rowOf(row);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

function cellsOf(row: EventRow): ExportRow {
  return {
    time: new Date(row.time).toISOString(),
    kind: row.kind,
    severity: row.severity,
    title: row.title,
    rule: row.rule,
    source: row.source,
    user: row.user,
    provider: row.place.provider,
    account: row.place.account,
    region: row.place.region,
    cluster: row.place.cluster,
    service: row.place.service,
    task: row.place.task,
    tags: row.tags.join(' '),
    id: row.id,
  };
}
