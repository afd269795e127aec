import type { EventKind, Filter, Severity } from '@breakwater/model';
import { z } from 'zod';
import { readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import { type EventDetail, type EventRow, eventDetailSchema, eventRowSchema } from '../schemas/event.ts';
import {
  type ListQuery,
  listFields,
  type Page,
  pageOf,
  type TimeRange,
  timeFields,
} from '../schemas/page.ts';

/** `kinds` defaults to what the feed shows: detections and transitions. */
export interface EventQuery extends ListQuery, TimeRange {
  readonly kinds: readonly EventKind[];
}

export interface HistogramQuery extends TimeRange {
  readonly filter?: Filter;
  readonly kinds: readonly EventKind[];
  /** Width of a bar in milliseconds; chosen by the server when absent. */
  readonly stepMs?: number;
}

export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  /** Only bars that are not empty. */
  readonly bars: readonly { readonly time: number; readonly counts: Readonly<Record<Severity, number>> }[];
  readonly total: Readonly<Record<Severity, number>>;
}

export interface TopQuery extends TimeRange {
  readonly filter?: Filter;
  readonly kinds: readonly EventKind[];
  readonly field: string;
  readonly limit: number;
}

export interface TopValues {
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

export interface ExportQuery extends TimeRange {
  readonly filter?: Filter;
  readonly kinds: readonly EventKind[];
  readonly format: 'csv' | 'jsonl';
}

export interface StreamQuery {
  readonly filter?: Filter;
  readonly kinds: readonly EventKind[];
}

const tag = 'Events';
const kind = z.enum(['event', 'detection', 'transition']);
const kinds: z.ZodType<readonly EventKind[]> = z
  .string()
  .default('detection,transition')
  .transform((text) => text.split(','))
  .pipe(z.array(kind).min(1).max(3));
const field = z
  .string()
  .max(200)
  .regex(/^[A-Za-z][A-Za-z0-9_.]*$/, 'not a field name');
const count = z.number().int();
const counts = z.object({ critical: count, high: count, medium: count, low: count, info: count });

export const listEvents: Route<unknown, EventQuery, unknown, Page<EventRow>> = {
  id: 'listEvents',
  method: 'GET',
  path: '/api/v1/events',
  summary: 'Events, detections and transitions of findings, newest first',
  tag,
  access: readAccess,
  query: z.object({ ...listFields, ...timeFields, kinds }),
  response: json(pageOf(eventRowSchema)),
};

export const getHistogram: Route<unknown, HistogramQuery, unknown, Histogram> = {
  id: 'getHistogram',
  method: 'GET',
  path: '/api/v1/events/histogram',
  summary: 'Counts over time by severity',
  tag,
  access: readAccess,
  query: z.object({
    ...timeFields,
    filter: listFields.filter,
    kinds,
    stepMs: z.coerce.number().int().min(1000).exactOptional(),
  }),
  response: json(
    z.object({
      from: z.number(),
      to: z.number(),
      stepMs: z.number(),
      bars: z.array(z.object({ time: z.number(), counts })),
      total: counts,
    }),
  ),
};

export const getTopValues: Route<unknown, TopQuery, unknown, TopValues> = {
  id: 'getTopValues',
  method: 'GET',
  path: '/api/v1/events/top',
  summary: 'The most frequent values of a field',
  tag,
  access: readAccess,
  query: z.object({
    ...timeFields,
    filter: listFields.filter,
    kinds,
    field,
    limit: z.coerce.number().int().min(1).max(1000).default(20),
  }),
  response: json(z.object({ values: z.array(z.object({ value: z.string(), count })) })),
};

export const streamEvents: Route<unknown, StreamQuery> = {
  id: 'streamEvents',
  method: 'GET',
  path: '/api/v1/events/stream',
  summary: 'New rows as they are stored (server-sent events named `event`, `data` is an EventRow)',
  tag,
  access: readAccess,
  query: z.object({ filter: listFields.filter, kinds }),
  response: { kind: 'stream', contentTypes: ['text/event-stream'] },
};

export const exportEvents: Route<unknown, ExportQuery> = {
  id: 'exportEvents',
  method: 'GET',
  path: '/api/v1/events/export',
  summary: 'Everything the filter keeps, as CSV or JSON lines',
  tag,
  access: readAccess,
  query: z.object({
    ...timeFields,
    filter: listFields.filter,
    kinds,
    format: z.enum(['csv', 'jsonl']).default('jsonl'),
  }),
  response: { kind: 'stream', contentTypes: ['text/csv', 'application/x-ndjson'] },
};

export const getEvent: Route<{ kind: EventKind; id: string }, unknown, unknown, EventDetail> = {
  id: 'getEvent',
  method: 'GET',
  path: '/api/v1/events/:kind/:id',
  summary: 'One row with everything that is kept of it',
  tag,
  access: readAccess,
  params: z.object({ kind, id: z.string().max(1024) }),
  response: json(eventDetailSchema),
};
