import type { Coverage, Resource } from '@breakwater/model';
import { isObject, type Json, type JsonObject } from './json.ts';

/** The resources of one account, by type, with what is known of their completeness. */
export interface AccountInventory {
  readonly accountId: string;
  readonly resourcesOf: (type: string) => readonly Resource[];
  readonly coverage: readonly Coverage[];
}

/** Splits a snapshot by account. Accounts that only have coverage are there too: nothing could be read. */
export function byAccount(
  resources: readonly Resource[],
  coverage: readonly Coverage[],
): readonly AccountInventory[] {
  const accounts = new Map<string, Map<string, Resource[]>>();
  const typesOf = (accountId: string): Map<string, Resource[]> => {
    let types = accounts.get(accountId);
    if (types === undefined) {
      types = new Map();
      accounts.set(accountId, types);
    }
    return types;
  };
  for (const { account } of coverage) typesOf(account);
  for (const resource of resources) {
    const types = typesOf(resource.place.account ?? '');
    const list = types.get(resource.type);
    if (list === undefined) types.set(resource.type, [resource]);
    else list.push(resource);
  }
  return [...accounts].map(([accountId, types]) => ({
    accountId,
    resourcesOf: (type) =>
      type === 'aws.account'
        ? [...(types.get(type) ?? [accountResource(accountId)])]
        : (types.get(type) ?? []),
    coverage: coverage.filter((one) => one.account === accountId),
  }));
}

/** The account itself, as the resource that account-wide checks judge. */
export function accountResource(accountId: string): Resource {
  return {
    id: `arn:aws:iam::${accountId}:root`,
    type: 'aws.account',
    name: accountId,
    place: { provider: 'aws', account: accountId },
    tags: {},
    seenAt: '',
    configuration: { account_id: accountId },
  };
}

/** The described object as filters read it. It came from JSON or from an inventory that keeps only such data. */
export function configurationOf(resource: Resource): JsonObject {
  const configuration = resource.configuration as unknown as Json;
  return isObject(configuration) ? configuration : {};
}
