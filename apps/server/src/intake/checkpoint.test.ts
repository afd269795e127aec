import type { Consumer } from '@breakwater/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { Checkpoint } from './checkpoint.ts';

let time: number;
let done: string[];
let isUsed: boolean;
let saveMs: number;
let failures: Error[];
let checkpoint: Checkpoint;

beforeEach(() => {
  [time, done, isUsed, saveMs, failures] = [0, [], true, 0, []];
  const consumer: Consumer = {
    name: 'detect',
    read: async () => [],
    commit: async (offset) => {
      done.push(`commit ${offset}`);
    },
    rewind: () => done.push('rewind'),
  };
  const memory = {
    isUsed: () => isUsed,
    save: async () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      time += saveMs;
      done.push('save');
    },
    restore: async () => {
      done.push('restore');
    },
  };
  checkpoint = new Checkpoint(consumer, memory, () => time);
});

describe('a checkpoint', () => {
  it('commits at once while nothing is remembered', async () => {
    isUsed = false;
    await checkpoint.reached(1);
    await checkpoint.reached(2);
    expect(done).toEqual(['commit 1', 'commit 2']);
    expect(checkpoint.dueInMs).toBeUndefined();
  });

  it('saves before it commits, once for many batches', async () => {
    await checkpoint.reached(1);
    time = 600;
    await checkpoint.reached(2);
    expect([done, checkpoint.dueInMs]).toEqual([[], 400]);
    time = 1000;
    await checkpoint.reached(3);
    expect(done).toEqual(['save', 'commit 3']);
  });

  it('waits longer when saving is slow', async () => {
    saveMs = 300;
    await checkpoint.reached(1);
    await checkpoint.commit();
    await checkpoint.reached(2);
    expect(checkpoint.dueInMs).toBe(6000);
  });

  it('does not commit what it could not save', async () => {
    failures = [new Error('disk full')];
    await checkpoint.reached(1);
    await expect(checkpoint.commit()).rejects.toThrow('disk full');
    expect(done).toEqual([]);
    await checkpoint.commit();
    expect(done).toEqual(['save', 'commit 1']);
  });

  it('goes back to the memory of the last commit with the journal', async () => {
    await checkpoint.reached(1);
    await checkpoint.rewind();
    await checkpoint.commit();
    expect(done).toEqual(['rewind', 'restore']);
  });

  it('commits what waits once nothing is remembered any more', async () => {
    await checkpoint.reached(1);
    isUsed = false;
    await checkpoint.reached(2);
    expect(done).toEqual(['commit 2']);
  });
});
