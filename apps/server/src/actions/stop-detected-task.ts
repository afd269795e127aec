import { connectionFor, stopTask } from '@breakwater/inventory';
import { everything, type Filter, type PolicyAction, type StoredEvent } from '@breakwater/model';
import { accounts, policyActions, type StateStore, type StoredPolicyAction } from '@breakwater/store';
import type { ServerContext } from '../context.ts';
import { connectionOptions } from '../posture/sync-account.ts';

/** A limit, an undone policy or the age of an event keeps an action from being done. */
export class ActionSkipped extends Error {
  override readonly name = 'ActionSkipped';
}

const hourMs = 3_600_000;
/** A task is not stopped for what it did longer ago: events that come late are history. */
const maxAgeMs = hourMs;

/** Stops the task of a detection with the credentials of its account. Resolves to what ECS wants of it now. */
export async function stopDetectedTask(
  { state, now, sealKey }: Pick<ServerContext, 'state' | 'now' | 'sealKey'>,
  { maxPerServiceAndHour }: Extract<PolicyAction, { type: 'stop-task' }>,
  { place, time, rule }: StoredEvent,
  action: StoredPolicyAction,
  signal: AbortSignal,
): Promise<string> {
  const { account: accountId, region, cluster, task } = place;
  if (accountId === undefined || region === undefined || cluster === undefined || task === undefined) {
    throw new ActionSkipped('the event names no task of a cluster');
  }
  if (now() - time > maxAgeMs) {
    throw new ActionSkipped(`the event is more than an hour old (${new Date(time).toISOString()})`);
  }
  await refuseBeyondLimit(state, action, maxPerServiceAndHour, now());
  const account = await state.read((reader) => reader.table(accounts, everything).get(accountId));
  if (account === undefined) {
    throw new ActionSkipped(
      `the account ${accountId} is not connected: connect it with the right ecs:StopTask`,
    );
  }
  const connection = await connectionFor({ ...connectionOptions(account.record, sealKey), signal });
  try {
    const reason = `Breakwater: ${action.policy}: ${rule ?? ''}`;
    const status = await stopTask(connection, { region, cluster, task, reason }, signal);
    return `ECS wants it ${status}`;
  } finally {
    connection.close();
  }
}

async function refuseBeyondLimit(
  state: StateStore,
  { group, target }: StoredPolicyAction,
  limit: number,
  now: number,
): Promise<void> {
  const stopped: readonly Filter[] = [
    { op: '=', field: 'type', value: 'stop-task' },
    { op: '=', field: 'group', value: group },
    { op: '=', field: 'outcome', value: 'done' },
    { op: '>', field: 'finishedAt', value: now - hourMs },
  ];
  const ofTask: Filter = { op: '=', field: 'target', value: target };
  await state.read(async (reader) => {
    const table = reader.table(policyActions);
    if ((await table.count({ op: 'and', filters: [...stopped, ofTask] })) > 0) {
      throw new ActionSkipped('the task was stopped already');
    }
    const count = await table.count({ op: 'and', filters: stopped });
    if (count < limit) return;
    throw new ActionSkipped(
      `${count} tasks of ${group} were stopped within an hour, and the policy allows ${limit}`,
    );
  });
}
