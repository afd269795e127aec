import { writeSync } from 'node:fs';
import { settings } from '../../collections/setting.ts';
import { openSqliteState } from '../sqlite-state-store.ts';

// Puts pairs of settings, each pair in one transaction, until it is killed, and says which were acknowledged.
// Arguments: path of the database, number of the run.
const [, , path = '', run = ''] = process.argv;
const store = openSqliteState({ path, now: Date.now });
writeSync(1, 'ready\n');
for (let index = 0; ; index += 1) {
  const pair = `${run}.${index}`;
  await store.transaction(async (transaction) => {
    const table = transaction.table(settings);
    const setting = { value: 'x'.repeat(3000), updatedAt: '2026-11-01T00:00:00.000Z', updatedBy: 'test' };
    await table.insert({ ...setting, name: `${pair}.a` });
    await table.insert({ ...setting, name: `${pair}.b` });
  });
  writeSync(1, `${pair}\n`);
}
