import { type AccountConnection, type Account as AccountView, routes } from '@breakwater/api';
import { connectionFor, InventoryError } from '@breakwater/inventory';
import { everything, type Filter } from '@breakwater/model';
import {
  type Account,
  accounts,
  assessments,
  checkResults,
  coverage,
  findings,
  type JobTable,
  resources,
  type StoredResource,
} from '@breakwater/store';
import { exportedRecords } from '../all-records.ts';
import { audit } from '../audit.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { type ExportRow, sendExport } from '../http/export.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import { sealSecret, syncAccountType } from '../posture/sync-account.ts';
import { listPage } from './list-page.ts';
import { withoutSample } from './without-sample.ts';

type Context = Pick<ServerContext, 'state' | 'jobs' | 'now' | 'sealKey'> & {
  /** Another endpoint than AWS's own may be given: tests and private clouds only. */
  readonly allowEndpoints: boolean;
};

const sortable = { name: 'name', type: 'type', seenAt: 'seenAt', account: 'account', region: 'region' };
const defaultRegion = 'us-east-1';

/** Connected accounts and the resources found in them. */
export function inventoryHandlers({
  state,
  jobs,
  now,
  sealKey,
  allowEndpoints,
}: Context): readonly Handler[] {
  return [
    implement(routes.listAccounts, ({ scope }) =>
      state.read(async (reader) => {
        const page = await reader.table(accounts, scope).list({ limit: 1000 });
        const counts = await reader.table(resources, scope).countBy('account', { limit: 1000 });
        const resourcesOf = new Map(counts.map(({ value, count }) => [String(value), count]));
        return {
          accounts: page.rows.map(({ record }) => accountView(record, resourcesOf.get(record.account) ?? 0)),
        };
      }),
    ),
    implement(routes.connectAccount, async ({ body, caller, request }) => {
      if (body.endpoint !== undefined && !allowEndpoints) {
        throw new HttpError(
          400,
          'endpoint-refused',
          'endpoint: this server connects to AWS only; start it with --allow-endpoints to change that',
        );
      }
      const account = await tryConnection(body, now(), sealKey);
      await state.transaction(async (transaction) => {
        await transaction.table(accounts, everything).put(account);
        const note = {
          actor: actorOf(caller),
          action: 'connectAccount',
          target: account.account,
          outcome: 'done',
        } as const;
        const detail = { name: account.name, method: account.method, regions: account.regions };
        await audit(transaction, { ...note, address: request.ip, detail }, now());
      });
      await startSync(jobs, account.account);
      return accountView(account, 0);
    }),
    implement(routes.disconnectAccount, async ({ params, caller, request }) => {
      await state.transaction(async (transaction) => {
        if (!(await transaction.table(accounts, everything).delete(params.id)))
          throw notFound(`account ${params.id}`);
        const ofAccount: Filter = { op: '=', field: 'account', value: params.id };
        for (const collection of [resources, coverage, checkResults, findings, assessments]) {
          await transaction.table(collection as typeof resources, everything).deleteWhere(ofAccount);
        }
        const note = {
          actor: actorOf(caller),
          action: 'disconnectAccount',
          target: params.id,
          outcome: 'done',
        } as const;
        await audit(transaction, { ...note, address: request.ip }, now());
      });
    }),
    implement(routes.syncAccount, async ({ params, caller, request }) => {
      await state.transaction(async (transaction) => {
        const stored = await transaction.table(accounts, everything).get(params.id);
        if (stored === undefined) throw notFound(`account ${params.id}`);
        if (stored.record.isSample)
          throw new HttpError(409, 'sample-account', 'this is a sample account: there is nothing to read');
        await audit(transaction, auditOfSync(caller, params.id, request.ip), now());
      });
      return { jobId: await startSync(jobs, params.id) };
    }),
    implement(routes.listResources, ({ query, scope }) =>
      state.read((reader) =>
        listPage(reader.table(resources, scope), query, {
          sortable,
          defaultSort: 'type',
          view: (resource) => resource,
        }),
      ),
    ),
    implement(routes.getResource, ({ params, scope }) =>
      state.read(async (reader) => {
        const stored = await reader.table(resources, scope).get(params.id);
        if (stored === undefined) throw notFound(`resource ${params.id}`);
        const results = await reader
          .table(checkResults, scope)
          .list({ filter: { op: '=', field: 'resourceId', value: params.id }, limit: 1000 });
        const found = await reader
          .table(findings, scope)
          .list({ filter: { op: '=', field: 'subject', value: params.id }, limit: 1000 });
        return {
          resource: stored.record,
          results: results.rows.map(({ record: { checkedAt: _, ...result } }) => withoutSample(result)),
          findings: found.rows.map(({ record }) => record),
        };
      }),
    ),
    implement(routes.listCoverage, ({ scope }) =>
      state.read(async (reader) => {
        const page = await reader.table(coverage, scope).list({ limit: 1000 });
        return { coverage: page.rows.map(({ record: { seenAt: _, ...row } }) => withoutSample(row)) };
      }),
    ),
    implement(routes.exportResources, async ({ query, scope, reply }) => {
      const rows = exportedRecords(state, resources, scope, query.filter);
      return sendExport(reply, query.format, 'breakwater-resources', rows, cellsOf);
    }),
  ];
}

/** Connects once, so that wrong credentials are told at once and the account's number is known. */
async function tryConnection(body: AccountConnection, now: number, sealKey: Uint8Array): Promise<Account> {
  const { credentials } = body;
  const keys = credentials.method === 'access-key' ? { credentials: keysOf(credentials) } : {};
  const role = credentials.method === 'role' ? roleOf(credentials) : {};
  const connection = await connectionFor({
    region: body.regions[0] ?? defaultRegion,
    ...keys,
    ...role,
    ...(body.endpoint === undefined ? {} : { endpoint: body.endpoint }),
  }).catch((error: unknown) => {
    if (error instanceof InventoryError) throw new HttpError(400, 'connection-failed', error.message);
    throw error;
  });
  connection.close();
  const { roleArn, ...roleSecret } = role as { roleArn?: string; externalId?: string };
  return {
    provider: 'aws',
    account: connection.account,
    name: body.name,
    method: credentials.method === 'role' ? 'assumed-role' : 'credentials',
    ...(roleArn === undefined ? {} : { roleArn }),
    credentials: sealSecret({ ...keys, ...roleSecret }, sealKey, connection.account),
    ...(body.endpoint === undefined ? {} : { endpoint: body.endpoint }),
    regions: body.regions,
    status: 'syncing',
    connectedAt: new Date(now).toISOString(),
    isSample: false,
  };
}

function keysOf({ method: _, ...keys }: Extract<AccountConnection['credentials'], { method: 'access-key' }>) {
  return keys;
}

function roleOf({ method: _, ...role }: Extract<AccountConnection['credentials'], { method: 'role' }>) {
  return role;
}

async function startSync(jobs: JobTable, account: string): Promise<string> {
  const job = await jobs.enqueue(syncAccountType, { account }, { dedupeKey: account, maxAttempts: 2 });
  return job.id;
}

function auditOfSync(caller: Caller, account: string, address: string) {
  return {
    actor: actorOf(caller),
    action: 'syncAccount',
    target: account,
    outcome: 'done',
    address,
  } as const;
}

const statusOfSync = {
  connected: 'complete',
  syncing: 'running',
  partial: 'partial',
  failed: 'failed',
} as const;

function accountView(account: Account, resourceCount: number): AccountView {
  const { lastSyncAt, message, status } = account;
  return {
    id: account.account,
    account: account.account,
    name: account.name,
    provider: 'aws',
    method: account.method === 'assumed-role' ? 'role' : 'access-key',
    ...(account.roleArn === undefined ? {} : { roleArn: account.roleArn }),
    regions: account.regions,
    lastSync: {
      startedAt: lastSyncAt ?? account.connectedAt,
      ...(lastSyncAt === undefined ? {} : { finishedAt: lastSyncAt }),
      status: statusOfSync[status],
      resources: resourceCount,
      ...(message === undefined || message === '' ? {} : { message }),
    },
    isSample: account.isSample,
  };
}

function cellsOf(resource: StoredResource): ExportRow {
  return {
    id: resource.id,
    type: resource.type,
    name: resource.name,
    account: resource.place.account,
    region: resource.place.region,
    cluster: resource.place.cluster,
    service: resource.place.service,
    tags: Object.entries(resource.tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(' '),
    seenAt: resource.seenAt,
  };
}
