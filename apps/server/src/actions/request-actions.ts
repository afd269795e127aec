import { type Detection, type DetectionAction, everything, type StoredEvent } from '@breakwater/model';
import {
  type EventStore,
  type JobTable,
  policyActionKey,
  policyActions,
  type StateStore,
  type StoredPolicyAction,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import type { RowStore } from '../intake/append-rows.ts';

export const policyActionType = 'policy-action';

/** What a job of type `policy-action` carries. */
export interface PolicyActionPayload {
  readonly key: string;
}

interface Context {
  readonly state: StateStore;
  readonly events: EventStore;
  readonly jobs: JobTable;
  readonly now: () => number;
}

/**
 * A store of rows that asks for the actions of new detections. What is asked for is written down before the
 * detection is stored and started after: a crash in between neither loses an action nor does one twice, and a
 * detection that is there already asks for nothing.
 */
export function storeWithActions(context: Context): RowStore {
  return {
    get: (...asked) => context.events.get(...asked),
    append: async (batch) => {
      const asking = batch.filter(asksForActions);
      for (const row of asking) await noteActions(context, row);
      const result = await context.events.append(batch);
      for (const row of asking) await startActions(context, row);
      return result;
    },
  };
}

/** Starts what was written down and not begun before the server stopped. */
export async function startPendingActions({ state, jobs }: Pick<Context, 'state' | 'jobs'>): Promise<void> {
  const pending = await state.read(async (reader) => {
    const records: StoredPolicyAction[] = [];
    const requested = { op: '=', field: 'outcome', value: 'requested' } as const;
    for await (const action of recordsOf(reader.table(policyActions), requested)) records.push(action);
    return records;
  });
  for (const { detectionId, index } of pending) await enqueue(jobs, policyActionKey(detectionId, index));
}

function asksForActions(row: StoredEvent): boolean {
  return row.kind === 'detection' && requestedActions(row).length > 0;
}

function requestedActions(row: StoredEvent): readonly (readonly [number, DetectionAction])[] {
  const { actions = [] } = row.body as Detection;
  return [...actions.entries()].filter(([, { outcome }]) => outcome === 'requested');
}

async function noteActions({ state, events, now }: Context, row: StoredEvent): Promise<void> {
  if ((await events.get(everything, 'detection', row.id)) !== undefined) return;
  const { policyId, policy } = row.body as Detection;
  const { account = '', cluster = '', service = '' } = row.place;
  const createdAt = new Date(now()).toISOString();
  await state.transaction(async (transaction) => {
    const table = transaction.table(policyActions);
    for (const [index, { type, target }] of requestedActions(row)) {
      if ((await table.get(policyActionKey(row.id, index))) !== undefined) continue;
      const what = { detectionId: row.id, index, policyId, policy, type, target };
      const group = `${account}/${cluster}/${service}`;
      await table.insert({ ...what, group, outcome: 'requested', attempts: 0, createdAt });
    }
  });
}

async function startActions({ state, jobs }: Context, row: StoredEvent): Promise<void> {
  for (const [index] of requestedActions(row)) {
    const key = policyActionKey(row.id, index);
    const noted = await state.read((reader) => reader.table(policyActions).get(key));
    if (noted?.record.outcome === 'requested') await enqueue(jobs, key);
  }
}

async function enqueue(jobs: JobTable, key: string): Promise<void> {
  const payload: PolicyActionPayload = { key };
  await jobs.enqueue(policyActionType, payload, { dedupeKey: key, maxAttempts: maxAttempts + 1 });
}

/** How often an action is tried before it is given up. */
export const maxAttempts = 8;
