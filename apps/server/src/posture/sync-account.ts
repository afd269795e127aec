import {
  type AccessKeys,
  type ConnectionOptions,
  collect,
  connectionFor,
  discover,
} from '@breakwater/inventory';
import { everything } from '@breakwater/model';
import { type Account, accounts, type Sealed, type StateStore, seal, unseal } from '@breakwater/store';
import type { ServerContext } from '../context.ts';
import type { JobWork } from '../jobs/job-runner.ts';
import { assessAccount } from './assess-account.ts';
import type { PostureContent } from './content.ts';

/** What a job of type `sync-account` carries. */
export interface SyncPayload {
  readonly account: string;
}

export const syncAccountType = 'sync-account';

/** Where an account is asked first when no region was chosen. */
const firstRegion = 'us-east-1';

interface AccountSecret {
  readonly credentials?: AccessKeys;
  readonly externalId?: string;
}

export function sealSecret(secret: AccountSecret, key: Uint8Array, account: string): Sealed {
  return seal(JSON.stringify(secret), key, `account:${account}`);
}

/** How to reach an account with its secret opened. */
export function connectionOptions(account: Account, key: Uint8Array): ConnectionOptions {
  const secret: AccountSecret =
    account.credentials === undefined
      ? {}
      : JSON.parse(unseal(account.credentials, key, `account:${account.account}`));
  return {
    region: account.regions[0] ?? firstRegion,
    account: account.account,
    ...secret,
    ...(account.roleArn === undefined ? {} : { roleArn: account.roleArn }),
    ...(account.endpoint === undefined ? {} : { endpoint: account.endpoint }),
  };
}

/** Reads an account's inventory and runs the checks on it. Repeatable. */
export function syncAccountWork(
  context: Pick<ServerContext, 'state' | 'events' | 'live' | 'now' | 'sealKey'>,
  content: PostureContent,
): JobWork {
  const { state, now, sealKey } = context;
  return {
    type: syncAccountType,
    run: async (payload, signal) => {
      const { account: id } = payload as SyncPayload;
      const account = await readAccount(state, id);
      if (account === undefined) return { skipped: 'the account was disconnected' };
      await updateAccount(state, id, { status: 'syncing', message: '' });
      try {
        const connection = await connectionFor({ ...connectionOptions(account, sealKey), signal });
        try {
          const options = { signal, now: () => new Date(now()) };
          const reading = await collect(
            discover(
              connection,
              account.regions.length === 0 ? options : { ...options, regions: account.regions },
            ),
          );
          const result = await assessAccount(context, content, { account: id, ...reading, isSample: false });
          const [problem] = result.problems;
          await updateAccount(state, id, {
            status: problem === undefined ? 'connected' : 'partial',
            message:
              problem === undefined
                ? ''
                : `${result.problems.length} parts could not be read; first: ${problem.type} in ${problem.region}: ${problem.message ?? problem.status}`,
            lastSyncAt: new Date(now()).toISOString(),
          });
          return { resources: result.resources, failed: result.failed, problems: result.problems.length };
        } finally {
          connection.close();
        }
      } catch (error) {
        await updateAccount(state, id, {
          status: 'failed',
          message: error instanceof Error ? error.message : String(error),
          lastSyncAt: new Date(now()).toISOString(),
        });
        throw error;
      }
    },
  };
}

async function readAccount(state: StateStore, id: string): Promise<Account | undefined> {
  const stored = await state.read((reader) => reader.table(accounts, everything).get(id));
  return stored?.record;
}

async function updateAccount(
  state: StateStore,
  id: string,
  change: Pick<Account, 'status' | 'message'> & { readonly lastSyncAt?: string },
): Promise<void> {
  await state.transaction(async (transaction) => {
    const table = transaction.table(accounts, everything);
    const stored = await table.get(id);
    if (stored !== undefined) await table.put({ ...stored.record, ...change });
  });
}
