import type { Filter } from '@breakwater/model';
import { z } from 'zod';
import { type Access, administerAccess, readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import { type HomeItem, homeItemKinds } from '../schemas/home.ts';
import { listFields } from '../schemas/page.ts';
import { idParams } from '../schemas/params.ts';
import { severitySchema } from '../schemas/place.ts';

/** What the installation holds within the caller's scope: what Home and the first steps show. */
export interface Status {
  readonly version: string;
  readonly hasSample: boolean;
  readonly counts: {
    readonly images: number;
    readonly accounts: number;
    readonly resources: number;
    readonly events: number;
    readonly detections: number;
    readonly openFindings: number;
    readonly stoppedTasks: number;
  };
}

/** Narrows what is counted or ranked to a part of the caller's scope. */
export interface WithinQuery {
  readonly filter?: Filter;
}

export interface ScopeValueQuery {
  readonly field: 'provider' | 'account' | 'region' | 'cluster' | 'service' | 'namespace';
  readonly within?: Filter;
}

export interface ScopeValue {
  readonly value: string;
  readonly count: number;
}

/** Long work and how far it is. */
export interface Job {
  readonly id: string;
  readonly type: string;
  readonly status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** 0–1, where known. */
  readonly progress?: number;
  readonly message?: string;
  readonly createdAt: string;
  readonly finishedAt?: string;
}

const tag = 'System';
const count = z.number().int();
const withinQuery: z.ZodType<WithinQuery> = z.object({ filter: listFields.filter });
const probe: Access = { kind: 'public', reason: 'a probe; says nothing of what is stored' };
const health: Route<
  unknown,
  unknown,
  unknown,
  { status: 'ok' | 'unavailable'; reasons: readonly string[] }
>['response'] = json(z.object({ status: z.enum(['ok', 'unavailable']), reasons: z.array(z.string()) }));

export const getLiveness: Route<
  unknown,
  unknown,
  unknown,
  { status: 'ok' | 'unavailable'; reasons: readonly string[] }
> = {
  id: 'getLiveness',
  method: 'GET',
  path: '/health/live',
  summary: 'The process answers',
  tag,
  access: probe,
  response: health,
};

export const getReadiness: Route<
  unknown,
  unknown,
  unknown,
  { status: 'ok' | 'unavailable'; reasons: readonly string[] }
> = {
  id: 'getReadiness',
  method: 'GET',
  path: '/health/ready',
  summary: 'Every store can be written to and the queue has room; 503 with the reasons otherwise',
  tag,
  access: probe,
  response: health,
};

export const getMetrics: Route = {
  id: 'getMetrics',
  method: 'GET',
  path: '/metrics',
  summary: "Breakwater's own metrics in Prometheus text exposition",
  tag,
  access: { kind: 'public', reason: 'counts of the process only; no label carries stored data' },
  response: { kind: 'stream', contentTypes: ['text/plain'] },
};

export const getOpenApi: Route = {
  id: 'getOpenApi',
  method: 'GET',
  path: '/api/v1/openapi.json',
  summary: 'This document',
  tag,
  access: { kind: 'public', reason: 'the contract is public; it holds no data' },
  response: { kind: 'stream', contentTypes: ['application/json'] },
};

export const getStatus: Route<unknown, WithinQuery, unknown, Status> = {
  id: 'getStatus',
  method: 'GET',
  path: '/api/v1/status',
  summary: 'Version, whether sample data is loaded, and how much there is in scope',
  tag,
  access: readAccess,
  query: withinQuery,
  response: json(
    z.object({
      version: z.string(),
      hasSample: z.boolean(),
      counts: z.object({
        images: count,
        accounts: count,
        resources: count,
        events: count,
        detections: count,
        openFindings: count,
        stoppedTasks: count,
      }),
    }),
  ),
};

export const getHome: Route<unknown, WithinQuery, unknown, { items: readonly HomeItem[] }> = {
  id: 'getHome',
  method: 'GET',
  path: '/api/v1/home',
  summary: 'What to do first over all workflows, most urgent first',
  tag,
  access: readAccess,
  query: withinQuery,
  response: json(
    z.object({
      items: z.array(
        z.object({
          kind: z.enum(homeItemKinds),
          severity: severitySchema,
          subject: z.string(),
          count,
          where: z.string().exactOptional(),
          ref: z.string().exactOptional(),
        }),
      ),
    }),
  ),
};

export const listScopeValues: Route<unknown, ScopeValueQuery, unknown, { values: readonly ScopeValue[] }> = {
  id: 'listScopeValues',
  method: 'GET',
  path: '/api/v1/scope-values',
  summary:
    'The values of a scope field (account, region, cluster, service) seen in scope; `within` is a filter',
  tag,
  access: readAccess,
  query: z.object({
    within: listFields.filter,
    field: z.enum(['provider', 'account', 'region', 'cluster', 'service', 'namespace']),
  }),
  response: json(z.object({ values: z.array(z.object({ value: z.string(), count })) })),
};

export const listJobs: Route<unknown, unknown, unknown, { jobs: readonly Job[] }> = {
  id: 'listJobs',
  method: 'GET',
  path: '/api/v1/jobs',
  summary: 'Long work of the last days, newest first',
  tag,
  access: { kind: 'permission', permission: 'read', reach: 'everywhere' },
  response: json(
    z.object({
      jobs: z.array(
        z.object({
          id: z.string(),
          type: z.string(),
          status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
          progress: z.number().min(0).max(1).exactOptional(),
          message: z.string().exactOptional(),
          createdAt: z.string(),
          finishedAt: z.string().exactOptional(),
        }),
      ),
    }),
  ),
};

export const cancelJob: Route<{ id: string }> = {
  id: 'cancelJob',
  method: 'DELETE',
  path: '/api/v1/jobs/:id',
  summary: 'Cancel a job; what it has stored so far stays, marked partial',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const removeSample: Route<unknown, unknown, unknown, { removed: number }> = {
  id: 'removeSample',
  method: 'DELETE',
  path: '/api/v1/sample',
  summary: 'Remove the sample data for good',
  tag,
  access: administerAccess,
  response: json(z.object({ removed: count })),
};
