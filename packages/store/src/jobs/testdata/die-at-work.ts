import { openSqliteState } from '../../state/sqlite/sqlite-state-store.ts';
import { createJobTable } from '../state-job-table.ts';

// Leases a job, says so, and works until it is killed. Arguments: path of the database.
const store = openSqliteState({ path: process.argv[2] ?? '', now: Date.now });
const job = await createJobTable(store, { now: Date.now }).lease('mortal', ['scan'], 300);
process.stdout.write(`${job?.id}\n`);
setInterval(() => {}, 1000);
