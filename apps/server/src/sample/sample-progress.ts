import { type Setting, type StateStore, type StateTransaction, settings } from '@breakwater/store';
import { z } from 'zod';
import { sampleSetting } from '../sample-setting.ts';

/** How far the sample environment is: kept in the setting `sample`. */
export type SampleProgress =
  | { readonly state: 'absent' | 'loaded' | 'removed' }
  | {
      readonly state: 'loading';
      /** What every offset counts from, in milliseconds since the epoch: when loading first began. */
      readonly base: number;
      /** Names of the parts that are there. */
      readonly done: readonly string[];
    };

const loading = z.object({ base: z.number(), done: z.array(z.string()) });

export function readProgress(state: StateStore): Promise<SampleProgress> {
  return state.read(async (reader) =>
    progressOf((await reader.table(settings).get(sampleSetting))?.record.value),
  );
}

/** Sets the time base at the very first start; otherwise leaves everything as it is. */
export function beginProgress(state: StateStore, now: number): Promise<SampleProgress> {
  return state.transaction(async (transaction) => {
    const known = await current(transaction);
    if (known.state !== 'absent') return known;
    await transaction.table(settings).put(setting({ base: now, done: [] }, now));
    return { state: 'loading', base: now, done: [] };
  });
}

/** Notes a part that is there. @returns false when the sample was removed meanwhile */
export function noteDone(state: StateStore, part: string, now: number): Promise<boolean> {
  return state.transaction(async (transaction) => {
    const known = await current(transaction);
    if (known.state !== 'loading') return false;
    const done = [...new Set([...known.done, part])];
    await transaction.table(settings).put(setting({ base: known.base, done }, now));
    return true;
  });
}

/** Ends loading for good, unless the sample was removed meanwhile. */
export function endProgress(state: StateStore, now: number): Promise<void> {
  return state.transaction(async (transaction) => {
    const known = await current(transaction);
    if (known.state === 'loading') await transaction.table(settings).put(setting('loaded', now));
  });
}

async function current(transaction: StateTransaction): Promise<SampleProgress> {
  return progressOf((await transaction.table(settings).get(sampleSetting))?.record.value);
}

function progressOf(value: unknown): SampleProgress {
  if (value === undefined) return { state: 'absent' };
  const known = loading.safeParse(value);
  if (known.success) return { state: 'loading', ...known.data };
  return { state: value === 'loaded' ? 'loaded' : 'removed' };
}

function setting(value: unknown, now: number): Setting {
  return { name: sampleSetting, value, updatedAt: new Date(now).toISOString(), updatedBy: 'Breakwater' };
}
