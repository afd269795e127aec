import { randomUUID } from 'node:crypto';
import type { Filter } from '@breakwater/model';
import { compose, type NoticeContent } from '@breakwater/notify';
import {
  noticeGroups,
  notices,
  notificationChannels,
  notificationMessages,
  notificationRoutes,
  type StateStore,
  type StateTransaction,
  type StoredNotice,
} from '@breakwater/store';
import { readOwnership } from './ownership.ts';

/** Notices that one message tells of; more go into the next one. */
const atOnce = 1000;

/**
 * Makes messages of what waits and is due: one for each route, channel and group (of a digest: all groups), in a transaction of
 * its own. @returns how many messages were made
 */
export async function rollUpDue(state: StateStore, now: number): Promise<number> {
  let made = 0;
  while (await state.transaction((transaction) => rollUpOne(transaction, now))) made += 1;
  return made;
}

async function rollUpOne(transaction: StateTransaction, now: number): Promise<boolean> {
  const table = transaction.table(notices);
  const due = dueAt(now);
  const sort = [{ column: 'dueAt', direction: 'ascending' }] as const;
  const first = (await table.list({ filter: due, sort, limit: 1 })).rows[0]?.record;
  if (first === undefined) return false;
  const { routeId, channelId, groupKey } = first;
  const filters: Filter[] = [
    due,
    { op: '=', field: 'routeId', value: routeId },
    { op: '=', field: 'channelId', value: channelId },
    { op: '=', field: 'groupKey', value: groupKey },
  ];
  const page = await table.list({ filter: { op: 'and', filters }, sort, limit: atOnce });
  const messageId = await writeMessage(
    transaction,
    page.rows.map(({ record }) => record),
    now,
  );
  for (const { record } of page.rows) {
    await table.put({ ...record, state: 'told', ...(messageId === undefined ? {} : { messageId }) });
  }
  return true;
}

function dueAt(now: number): Filter {
  return {
    op: 'and',
    filters: [
      { op: '=', field: 'state', value: 'waiting' },
      { op: '<=', field: 'dueAt', value: now },
    ],
  };
}

/** @returns the id of the message; undefined when its route or channel is no longer there */
async function writeMessage(
  transaction: StateTransaction,
  told: readonly StoredNotice[],
  now: number,
): Promise<string | undefined> {
  const [first] = told;
  if (first === undefined) return undefined;
  const { routeId, channelId, groupKey } = first;
  const route = (await transaction.table(notificationRoutes).get(routeId))?.record;
  const channel = (await transaction.table(notificationChannels).get(channelId))?.record;
  if (route === undefined || channel === undefined) return undefined;
  const { consoleUrl } = await readOwnership(transaction);
  const id = randomUUID();
  const kind = route.mode.kind === 'digest' ? 'digest' : 'roll-up';
  const notification = compose(
    told.map(({ content }) => content as NoticeContent),
    { id, kind, groupKey, route: route.name, ...(consoleUrl === undefined ? {} : { consoleUrl }) },
  );
  const at = new Date(now).toISOString();
  await transaction.table(notificationMessages).put({
    ...{ id, channelId, channel: channel.name, routeId, route: route.name, notification },
    ...{ status: 'queued', attempts: 0, runAt: at, createdAt: at },
  });
  if (route.mode.kind === 'immediate') {
    const openUntil = new Date(now + route.mode.windowMinutes * 60_000).toISOString();
    await transaction.table(noticeGroups).put({ routeId, channelId, groupKey, openUntil });
  }
  return id;
}
