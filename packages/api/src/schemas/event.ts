import type { EventKind, FieldValue, Place, Severity } from '@breakwater/model';
import { z } from 'zod';
import { placeSchema, severitySchema } from './place.ts';

/** One row of the events feed. */
export interface EventRow {
  readonly kind: EventKind;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly source: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rule?: string;
  readonly place: Place;
  readonly user?: string;
  readonly tags: readonly string[];
  readonly isSample: boolean;
  readonly fields: Readonly<Record<string, FieldValue | null>>;
}

/** A row with everything that is kept of it: the record, detection or transition in `body`. */
export interface EventDetail extends EventRow {
  readonly body: unknown;
}

const rowFields = {
  kind: z.enum(['event', 'detection', 'transition']),
  id: z.string(),
  time: z.number(),
  source: z.string(),
  title: z.string(),
  severity: severitySchema,
  rule: z.string().exactOptional(),
  place: placeSchema,
  user: z.string().exactOptional(),
  tags: z.array(z.string()),
  isSample: z.boolean(),
  fields: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number()), z.null()]),
  ),
};

export const eventRowSchema: z.ZodType<EventRow> = z.object(rowFields).meta({ id: 'EventRow' });

export const eventDetailSchema: z.ZodType<EventDetail> = z
  .object({ ...rowFields, body: z.unknown() })
  .meta({ id: 'EventDetail' });
