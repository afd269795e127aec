import type { Provider } from '@breakwater/model';
import type { ScopedCollection } from '../collection.ts';
import { sampleColumn } from '../columns.ts';
import type { Sealed } from '../seal.ts';

/** A connected cloud account. */
export interface Account {
  readonly provider: Provider;
  /** The cloud's id: twelve digits on AWS. */
  readonly account: string;
  readonly name: string;
  readonly method: 'credentials' | 'assumed-role';
  readonly roleArn?: string;
  /** Access keys or the external id, as JSON, sealed. */
  readonly credentials?: Sealed;
  /** Asked instead of AWS itself: for tests and private endpoints. */
  readonly endpoint?: string;
  /** Empty: all enabled regions. */
  readonly regions: readonly string[];
  readonly status: 'connected' | 'syncing' | 'partial' | 'failed';
  readonly message?: string;
  readonly connectedAt: string;
  readonly lastSyncAt?: string;
  readonly isSample: boolean;
}

export const accounts: ScopedCollection<Account> = {
  kind: 'scoped',
  name: 'accounts',
  key: (account) => account.account,
  columns: {
    provider: { type: 'text', value: (account) => account.provider, isRequired: true },
    account: { type: 'text', value: (account) => account.account, isRequired: true },
    name: { type: 'text', value: (account) => account.name, isRequired: true },
    status: { type: 'text', value: (account) => account.status, isRequired: true },
    isSample: sampleColumn(),
  },
};
