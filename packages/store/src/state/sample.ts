import { everything, type Filter } from '@breakwater/model';
import { collections } from './collections/index.ts';
import type { StateReader, StateStore } from './state-store.ts';

const isSample: Filter = { op: '=', field: 'isSample', value: 'true' };

const withSample = collections.filter(({ columns }) => Object.hasOwn(columns, 'isSample'));

/**
 * Removes every record that came with the sample environment, all or none.
 * @returns how many of each collection, by its name; collections without any are left out
 */
export function deleteSample(store: StateStore): Promise<Readonly<Record<string, number>>> {
  return store.transaction(async (transaction) => {
    const deleted: Record<string, number> = {};
    for (const collection of withSample) {
      if (collection.kind === 'log') continue;
      const table =
        collection.kind === 'global'
          ? transaction.table(collection)
          : transaction.table(collection, everything);
      const count = await table.deleteWhere(isSample);
      if (count > 0) deleted[collection.name] = count;
    }
    return deleted;
  });
}

/** True while a record of the sample environment is there. */
export async function hasSample(reader: StateReader): Promise<boolean> {
  for (const collection of withSample) {
    if (collection.kind === 'log') continue;
    const table =
      collection.kind === 'global' ? reader.table(collection) : reader.table(collection, everything);
    if ((await table.count(isSample)) > 0) return true;
  }
  return false;
}
