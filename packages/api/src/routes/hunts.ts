import type { Filter } from '@breakwater/model';
import { z } from 'zod';
import { respondAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import { filterSchema } from '../schemas/filter.ts';
import { idParams } from '../schemas/params.ts';
import { draftSchema, type Hunt, huntSchema, type ValidateBody } from '../schemas/rule.ts';

export interface HuntBody {
  /** Rules to run; with a draft: of the draft alone when absent. */
  readonly rules?: readonly string[];
  readonly draft?: ValidateBody;
  /** A policy's scope and exceptions are applied as well. */
  readonly policyId?: string;
  readonly filter?: Filter;
  /** Milliseconds since the epoch; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}

const tag = 'Rules';
const bodyLimit = 20 * 1024 * 1024;

export const startHunt: Route<unknown, unknown, HuntBody, Hunt> = {
  id: 'startHunt',
  method: 'POST',
  path: '/api/v1/hunts',
  summary: 'Run rules over stored events: a retro-hunt, or the noise of a change before it is saved',
  tag,
  access: respondAccess,
  body: z.strictObject({
    rules: z.array(z.string().max(500)).min(1).max(2000).exactOptional(),
    draft: draftSchema.exactOptional(),
    policyId: z.string().max(200).exactOptional(),
    filter: filterSchema.exactOptional(),
    from: z.number().int().nonnegative(),
    to: z.number().int().nonnegative(),
  }),
  bodyLimit,
  response: json(huntSchema),
};

export const getHunt: Route<{ id: string }, unknown, unknown, Hunt> = {
  id: 'getHunt',
  method: 'GET',
  path: '/api/v1/hunts/:id',
  summary: 'A hunt of your own with progress and, at the end, its result',
  tag,
  access: respondAccess,
  params: idParams,
  response: json(huntSchema),
};

export const cancelHunt: Route<{ id: string }, unknown, unknown, Hunt> = {
  id: 'cancelHunt',
  method: 'DELETE',
  path: '/api/v1/hunts/:id',
  summary: 'Stop a hunt of your own; what it found so far is kept',
  tag,
  access: respondAccess,
  params: idParams,
  response: json(huntSchema),
};
