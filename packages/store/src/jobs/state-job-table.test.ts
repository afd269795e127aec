import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openSqliteState } from '../state/sqlite/sqlite-state-store.ts';
import type { StateStore } from '../state/state-store.ts';
import { jobTableSuite } from './job-table.suite.ts';
import { createJobTable } from './state-job-table.ts';

jobTableSuite('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-jobs-'));
  const stores: StateStore[] = [];
  return {
    open: async (now) => {
      const store = openSqliteState({ path: join(folder, 'state.db'), now });
      stores.push(store);
      return createJobTable(store, { now, backOffMs: 100, maxBackOffMs: 1000 });
    },
    dispose: async () => {
      await Promise.all(stores.map((store) => store.close()));
      rmSync(folder, { recursive: true });
    },
  };
});

it('a job of a process that was killed at work is taken over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-jobs-'));
  const path = join(folder, 'state.db');
  const store = openSqliteState({ path, now: Date.now });
  const table = createJobTable(store, { now: Date.now });
  const { id } = await table.enqueue('scan', {});

  const worker = fileURLToPath(new URL('testdata/die-at-work.ts', import.meta.url));
  const child = spawn(process.execPath, [worker, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  expect(String(said).trim()).toBe(id);
  child.kill('SIGKILL');
  await once(child, 'exit');

  expect(await table.get(id)).toMatchObject({ status: 'leased', worker: 'mortal' });
  await expect
    .poll(() => table.lease('heir', ['scan'], 1000), { timeout: 5000 })
    .toMatchObject({ id, attempts: 2 });
  await store.close();
  rmSync(folder, { recursive: true });
});
