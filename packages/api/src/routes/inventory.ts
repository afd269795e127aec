import type { CheckResult, Coverage, Filter } from '@breakwater/model';
import { z } from 'zod';
import { administerAccess, readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type Account,
  type AccountConnection,
  accountConnectionSchema,
  accountSchema,
} from '../schemas/account.ts';
import {
  checkResultSchema,
  coverageSchema,
  type FindingRow,
  findingSchema,
  type ResourceRow,
  resourceSchema,
} from '../schemas/finding.ts';
import { type ListQuery, listFields, listQuerySchema, type Page, pageOf } from '../schemas/page.ts';
import { idParams } from '../schemas/params.ts';

export interface ResourceDetail {
  readonly resource: ResourceRow;
  readonly results: readonly CheckResult[];
  readonly findings: readonly FindingRow[];
}

const tag = 'Inventory';

export const listAccounts: Route<unknown, unknown, unknown, { accounts: readonly Account[] }> = {
  id: 'listAccounts',
  method: 'GET',
  path: '/api/v1/accounts',
  summary: 'Connected cloud accounts with the state of their last inventory',
  tag,
  access: { kind: 'permission', permission: 'read', reach: 'everywhere' },
  response: json(z.object({ accounts: z.array(accountSchema) })),
};

export const connectAccount: Route<unknown, unknown, AccountConnection, Account> = {
  id: 'connectAccount',
  method: 'POST',
  path: '/api/v1/accounts',
  summary: 'Connect an account; the connection is tried at once and the first inventory started',
  tag,
  access: administerAccess,
  body: accountConnectionSchema,
  response: json(accountSchema),
};

export const disconnectAccount: Route<{ id: string }> = {
  id: 'disconnectAccount',
  method: 'DELETE',
  path: '/api/v1/accounts/:id',
  summary: 'Forget an account, its credentials, resources and findings',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const syncAccount: Route<{ id: string }, unknown, unknown, { jobId: string }> = {
  id: 'syncAccount',
  method: 'POST',
  path: '/api/v1/accounts/:id/sync',
  summary: 'Read the inventory again, then run the checks; answers with the job, the running one if any',
  tag,
  access: administerAccess,
  params: idParams,
  response: json(z.object({ jobId: z.string() })),
};

export const listResources: Route<unknown, ListQuery, unknown, Page<ResourceRow>> = {
  id: 'listResources',
  method: 'GET',
  path: '/api/v1/resources',
  summary: 'Resources; filters by type, account, region, cluster, service, name; sorts by name, type, seenAt',
  tag,
  access: readAccess,
  query: listQuerySchema,
  response: json(pageOf(resourceSchema)),
};

export const getResource: Route<{ id: string }, unknown, unknown, ResourceDetail> = {
  id: 'getResource',
  method: 'GET',
  path: '/api/v1/resources/:id',
  summary: 'One resource (id is its ARN, percent-encoded) with the verdict of every check on it',
  tag,
  access: readAccess,
  params: z.object({ id: z.string().max(2048) }),
  response: json(
    z.object({
      resource: resourceSchema,
      results: z.array(checkResultSchema),
      findings: z.array(findingSchema),
    }),
  ),
};

export const listCoverage: Route<unknown, unknown, unknown, { coverage: readonly Coverage[] }> = {
  id: 'listCoverage',
  method: 'GET',
  path: '/api/v1/coverage',
  summary: 'What the last inventory could and could not read, per type and region',
  tag,
  access: readAccess,
  response: json(z.object({ coverage: z.array(coverageSchema) })),
};

export const exportResources: Route<unknown, { filter?: Filter; format: 'csv' | 'jsonl' }> = {
  id: 'exportResources',
  method: 'GET',
  path: '/api/v1/resources/export',
  summary: 'Every resource the filter keeps, as CSV or JSON lines',
  tag,
  access: readAccess,
  query: z.object({ filter: listFields.filter, format: z.enum(['csv', 'jsonl']).default('jsonl') }),
  response: { kind: 'stream', contentTypes: ['text/csv', 'application/x-ndjson'] },
};
