import type { Filter } from '@breakwater/model';
import { z } from 'zod';
import { filterParameter } from './filter.ts';

/** How a list is asked for. `cursor` is what the page before answered with. */
export interface ListQuery {
  readonly filter?: Filter;
  readonly limit: number;
  readonly cursor?: string;
  /** Column to sort by, `-` in front for descending; each list says which it admits. */
  readonly sort?: string;
}

/** A time range in milliseconds since the epoch; `to` is exclusive. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

/** One page of a list. `total` counts what the filter keeps, `totalInScope` what the scope alone would. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly totalInScope: number;
  readonly nextCursor?: string;
}

export const listFields: {
  readonly filter: z.ZodExactOptional<z.ZodType<Filter, string>>;
  readonly limit: z.ZodDefault<z.ZodCoercedNumber>;
  readonly cursor: z.ZodExactOptional<z.ZodString>;
  readonly sort: z.ZodExactOptional<z.ZodString>;
} = {
  filter: filterParameter.exactOptional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(1024).exactOptional(),
  sort: z
    .string()
    .regex(/^-?[a-zA-Z.]+$/)
    .max(64)
    .exactOptional(),
};

export const timeFields: {
  readonly from: z.ZodExactOptional<z.ZodCoercedNumber>;
  readonly to: z.ZodExactOptional<z.ZodCoercedNumber>;
} = {
  from: z.coerce.number().int().nonnegative().exactOptional(),
  to: z.coerce.number().int().nonnegative().exactOptional(),
};

export const listQuerySchema: z.ZodType<ListQuery> = z.object(listFields);

export function pageOf<T>(row: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.object({
    rows: z.array(row),
    total: z.number().int(),
    totalInScope: z.number().int(),
    nextCursor: z.string().exactOptional(),
  });
}
