import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything } from '@breakwater/model';
import { expect, it } from 'vitest';
import { metricSamples } from './collections/metric-sample.ts';
import { sessions } from './collections/session.ts';
import { tasks } from './collections/task.ts';
import { applyStateRetention } from './retention.ts';
import { openSqliteState } from './sqlite/sqlite-state-store.ts';

const now = Date.UTC(2026, 10, 20);
const dayMs = 86_400_000;
const ago = (days: number) => new Date(now - days * dayMs).toISOString();

it('removes what is older than its retention and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-retention-'));
  const store = openSqliteState({ path: join(folder, 'state.db'), now: () => now });
  await store.transaction(async (transaction) => {
    for (const days of [-1, 1]) {
      await transaction.table(sessions).put({
        tokenHash: `s${days}`,
        userId: 'u',
        createdAt: ago(30),
        lastSeenAt: ago(2),
        expiresAt: ago(days),
      });
    }
    for (const days of [1, 10, 100]) {
      const stopped = { lastStatus: 'STOPPED', stoppedAt: ago(days) };
      const common = { place: {}, isSample: false };
      await transaction
        .table(tasks, everything)
        .put({ taskArn: `t${days}`, detailVersion: 1, isExpected: false, record: {}, ...stopped, ...common });
      await transaction
        .table(metricSamples, everything)
        .put({ taskArn: 't', metric: 'cpu', time: now - days * dayMs, value: 0.5, ...common });
    }
    await transaction.table(tasks, everything).put({
      taskArn: 'running',
      detailVersion: 1,
      record: {},
      isExpected: true,
      lastStatus: 'RUNNING',
      place: {},
      isSample: false,
    });
  });
  const deleted = await applyStateRetention(
    store,
    { metricSamplesMs: 5 * dayMs, stoppedTasksMs: 50 * dayMs },
    now,
  );
  expect(deleted).toBe(4);
  const left = await store.read(async (reader) => [
    (await reader.table(sessions).list()).rows.map((row) => row.key),
    (await reader.table(tasks, everything).list()).rows.map((row) => row.key),
    await reader.table(metricSamples, everything).count(),
  ]);
  expect(left).toEqual([['s-1'], ['running', 't1', 't10'], 1]);
  expect(await applyStateRetention(store, {}, now)).toBe(0);
  await store.close();
  rmSync(folder, { recursive: true });
});
