import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LeaseLost, StoreMisuse } from '../errors.ts';
import type { Job, JobTable } from './job-table.ts';

/** `open` makes a further table on the same jobs, as another process would; back-off is 100 ms, at most 1000. */
export interface JobTableFixture {
  open(now: () => number): Promise<JobTable>;
  dispose(): Promise<void>;
}

/** What every job table does, whatever it is built on. */
export function jobTableSuite(name: string, create: () => Promise<JobTableFixture>): void {
  describe(`job table: ${name}`, () => {
    let fixture: JobTableFixture;
    let table: JobTable;
    let time: number;
    const now = () => time;

    beforeEach(async () => {
      time = 1_000_000;
      fixture = await create();
      table = await fixture.open(now);
    });

    afterEach(() => fixture.dispose());

    async function leased(worker = 'w1', leaseMs = 1000): Promise<Job> {
      const job = await table.lease(worker, ['scan'], leaseMs);
      if (job === undefined) throw new Error('no job is due');
      return job;
    }

    it('gives a job to one worker and keeps its result', async () => {
      const { id } = await table.enqueue('scan', { image: 'a' });
      const job = await leased();
      expect(job).toMatchObject({ id, payload: { image: 'a' }, status: 'leased', worker: 'w1', attempts: 1 });
      expect(await table.lease('w2', ['scan'], 1000)).toBeUndefined();
      await table.complete(job, { packages: 3 });
      expect(await table.get(id)).toMatchObject({
        status: 'completed',
        result: { packages: 3 },
        finishedAt: now(),
      });
      expect(await table.lease('w2', ['scan'], 1000)).toBeUndefined();
    });

    it('gives only the types that are asked for, when due, the longest due first', async () => {
      await table.enqueue('scan', 'late', { runAt: time + 100 });
      await table.enqueue('sync', 'other');
      await table.enqueue('scan', 'first', { runAt: time - 5 });
      await table.enqueue('scan', 'second');
      expect((await leased()).payload).toBe('first');
      expect((await leased()).payload).toBe('second');
      expect(await table.lease('w1', ['scan'], 1000)).toBeUndefined();
      expect(await table.lease('w1', [], 1000)).toBeUndefined();
      time += 100;
      expect((await leased()).payload).toBe('late');
    });

    it('keeps one unfinished job per type and dedupe key', async () => {
      const first = await table.enqueue('scan', 1, { dedupeKey: 'a' });
      expect((await table.enqueue('scan', 2, { dedupeKey: 'a' })).id).toBe(first.id);
      expect((await table.enqueue('sync', 2, { dedupeKey: 'a' })).id).not.toBe(first.id);
      const job = await leased();
      expect((await table.enqueue('scan', 3, { dedupeKey: 'a' })).id).toBe(first.id);
      await table.complete(job);
      expect((await table.enqueue('scan', 4, { dedupeKey: 'a' })).id).not.toBe(first.id);
    });

    it('tries again after a growing wait, then fails for good with the last error', async () => {
      const { id } = await table.enqueue('scan', 1, { maxAttempts: 6 });
      for (const wait of [100, 200, 400, 800, 1000]) {
        await table.fail(await leased(), `wait ${wait}`);
        expect(await table.get(id)).toMatchObject({
          status: 'queued',
          lastError: `wait ${wait}`,
          runAt: time + wait,
        });
        time += wait - 1;
        expect(await table.lease('w1', ['scan'], 1000)).toBeUndefined();
        time += 1;
      }
      await table.fail(await leased(), 'x'.repeat(10_000));
      const job = await table.get(id);
      expect(job).toMatchObject({ status: 'failed', attempts: 6 });
      expect(job?.lastError).toHaveLength(4000);
      expect(await table.lease('w1', ['scan'], 1000)).toBeUndefined();
    });

    it('is taken over when the lease runs out, and the old worker is told', async () => {
      await table.enqueue('scan', 1);
      const old = await leased('w1', 1000);
      time += 999;
      expect(await table.lease('w2', ['scan'], 1000)).toBeUndefined();
      time += 1;
      const job = await leased('w2');
      expect(job).toMatchObject({ worker: 'w2', attempts: 2, lastError: expect.stringContaining('w1') });
      await expect(table.renew(old, 1000)).rejects.toThrow(LeaseLost);
      await expect(table.complete(old)).rejects.toThrow(LeaseLost);
      await expect(table.fail(old, 'late')).rejects.toThrow(LeaseLost);
      await table.complete(job);
    });

    it('tells a worker of the same name apart by its attempt', async () => {
      await table.enqueue('scan', 1);
      const old = await leased();
      time += 1000;
      await leased();
      await expect(table.complete(old)).rejects.toThrow(LeaseLost);
    });

    it('stays with a worker that renews', async () => {
      await table.enqueue('scan', 1);
      let job = await leased('w1', 1000);
      for (let round = 0; round < 3; round += 1) {
        time += 900;
        job = await table.renew(job, 1000);
        expect(await table.lease('w2', ['scan'], 1000)).toBeUndefined();
      }
      await table.complete(job);
    });

    it('fails when the workers of all attempts died', async () => {
      const { id } = await table.enqueue('scan', 1, { maxAttempts: 2 });
      await leased();
      time += 1000;
      await leased();
      time += 1000;
      expect(await table.lease('w3', ['scan'], 1000)).toBeUndefined();
      expect(await table.get(id)).toMatchObject({
        status: 'failed',
        lastError: expect.stringContaining('w1'),
      });
    });

    it('can be cancelled until it is finished', async () => {
      const queued = await table.enqueue('scan', 1);
      expect(await table.cancel(queued.id)).toBe(true);
      expect(await table.cancel(queued.id)).toBe(false);
      expect(await table.cancel('unknown')).toBe(false);
      await table.enqueue('scan', 2);
      const job = await leased();
      expect(await table.cancel(job.id)).toBe(true);
      await expect(table.complete(job)).rejects.toThrow(LeaseLost);
      expect((await table.get(job.id))?.status).toBe('cancelled');
    });

    it('is listed newest first, by type and status, in pages', async () => {
      for (let index = 0; index < 5; index += 1) {
        time += 1;
        await table.enqueue(index % 2 === 0 ? 'scan' : 'sync', index);
      }
      await leased();
      const page = await table.list({ types: ['scan'], limit: 2 });
      expect(page.jobs.map((job) => job.payload)).toEqual([4, 2]);
      expect(page.total).toBe(3);
      const rest = await table.list({ types: ['scan'], limit: 2, cursor: page.next ?? '' });
      expect(rest.jobs.map((job) => job.payload)).toEqual([0]);
      expect((await table.list({ statuses: ['leased'] })).jobs.map((job) => job.payload)).toEqual([0]);
    });

    it('is removed some time after it finished', async () => {
      await table.enqueue('scan', 1);
      await table.complete(await leased());
      await table.enqueue('scan', 2);
      expect(await table.deleteFinishedBefore(time)).toBe(0);
      expect(await table.deleteFinishedBefore(time + 1)).toBe(1);
      expect((await table.list()).total).toBe(1);
    });

    it('refuses nonsense', async () => {
      await expect(table.enqueue('scan', 1, { maxAttempts: 0 })).rejects.toThrow(StoreMisuse);
      await expect(table.lease('w1', ['scan'], 0)).rejects.toThrow(StoreMisuse);
    });

    it('is run once by racing workers', async () => {
      const total = 60;
      for (let index = 0; index < total; index += 1) await table.enqueue('scan', index);
      const tables = await Promise.all([fixture.open(now), fixture.open(now), fixture.open(now)]);
      const done: unknown[] = [];
      const work = async (own: JobTable, worker: string): Promise<void> => {
        for (;;) {
          const job = await own.lease(worker, ['scan'], 60_000);
          if (job === undefined) return;
          await new Promise((resolve) => setImmediate(resolve));
          await own.complete(job);
          done.push(job.payload);
        }
      };
      await Promise.all(tables.map((own, index) => work(own, `w${index}`)));
      expect(done.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: total }, (_, n) => n));
    });
  });
}
