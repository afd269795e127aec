import { randomUUID } from 'node:crypto';
import { isAtLeast, type StoredEvent } from '@breakwater/model';
import { compose, type GroupColumn, groupKeyOf, nextDigestAt, noticeOf, ownerKey } from '@breakwater/notify';
import {
  type Matcher,
  matchFilter,
  type NotificationRoute,
  noticeGroupKey,
  noticeGroups,
  noticeKey,
  notices,
  notificationChannels,
  notificationMessages,
  notificationRoutes,
  type StateReader,
  type StateStore,
  type StateTransaction,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import type { RowStore } from '../intake/append-rows.ts';
import { Owners, readOwnership } from './ownership.ts';

/** While so many messages wait for a channel, the first of a group waits with the others. */
const crowded = 100;
/** The group in which they wait, whatever they are about. */
const crowd = '*';

interface Wanted {
  readonly route: NotificationRoute;
  readonly matches: Matcher;
}

/**
 * Notes which rows are to be told to whom. Rows may come again: each is told once to a channel by a route. The rows of the
 * sample environment are told to nobody.
 */
export async function noteRows(
  transaction: StateTransaction,
  rows: readonly StoredEvent[],
  now: number,
): Promise<void> {
  const candidates = rows.filter(isTold);
  if (candidates.length === 0) return;
  const routes = await routesInForce(transaction);
  if (routes.length === 0) return;
  const ownership = await readOwnership(transaction);
  const owners = new Owners(transaction, ownership);
  const channelsOf = new Map(ownership.ownerChannels.map((one) => [ownerKey(one.owner), one.channelIds]));
  for (const row of candidates) {
    const wanted = routes.filter(
      ({ route, matches }) => isAtLeast(row.severity, route.severityFloor) && matches(row),
    );
    if (wanted.length === 0) continue;
    const owned = await owners.ofRow(row);
    const theirs = owned.flatMap((owner) => channelsOf.get(ownerKey(owner)) ?? []);
    for (const { route } of wanted) {
      const channelIds = route.toOwner && theirs.length > 0 ? theirs : route.channelIds;
      for (const channelId of new Set(channelIds)) {
        await noteRow(transaction, row, {
          route,
          channelId,
          owners: owned,
          consoleUrl: ownership.consoleUrl,
          now,
        });
      }
    }
  }
}

/** A store of rows that notes what is to be told before the rows are stored: a crash in between loses nothing. */
export function storeWithNotices(
  { state, now }: { readonly state: StateStore; readonly now: () => number },
  store: RowStore,
): RowStore {
  return {
    get: (...asked) => store.get(...asked),
    append: async (batch) => {
      const isWanted = batch.some(isTold) && (await state.read(routesInForce)).length > 0;
      if (isWanted) await state.transaction((transaction) => noteRows(transaction, batch, now()));
      return store.append(batch);
    },
  };
}

function isTold({ kind, isSample }: StoredEvent): boolean {
  return kind !== 'event' && !isSample;
}

async function routesInForce(tables: Pick<StateReader, 'table'>): Promise<readonly Wanted[]> {
  const found: Wanted[] = [];
  for await (const route of recordsOf(tables.table(notificationRoutes))) {
    if (route.isEnabled) found.push({ route, matches: matchFilter(route.filter) });
  }
  return found;
}

interface Telling {
  readonly route: NotificationRoute;
  readonly channelId: string;
  readonly owners: readonly string[];
  readonly consoleUrl: string | undefined;
  readonly now: number;
}

async function noteRow(
  transaction: StateTransaction,
  row: StoredEvent,
  { route, channelId, owners, consoleUrl, now }: Telling,
): Promise<void> {
  const table = transaction.table(notices);
  const content = noticeOf(row, owners, consoleUrl);
  const { mode } = route;
  const groupKey =
    mode.kind === 'digest' ? '' : groupKeyOf(row, owners, mode.groupBy as readonly GroupColumn[]);
  const createdAt = new Date(now).toISOString();
  const notice = { routeId: route.id, channelId, row: content.id, groupKey, content, createdAt };
  if ((await table.get(noticeKey(notice))) !== undefined) return;
  if (mode.kind === 'digest') {
    const dueAt = new Date(nextDigestAt(mode, now)).toISOString();
    await table.put({ ...notice, state: 'waiting', dueAt });
    return;
  }
  const groups = transaction.table(noticeGroups);
  const group = await groups.get(noticeGroupKey(notice));
  const openUntil = group === undefined ? 0 : Date.parse(group.record.openUntil);
  if (openUntil > now) {
    await table.put({ ...notice, state: 'waiting', dueAt: new Date(openUntil).toISOString() });
    return;
  }
  const closesAt = new Date(now + mode.windowMinutes * 60_000).toISOString();
  await groups.put({ routeId: route.id, channelId, groupKey, openUntil: closesAt });
  if (await isCrowded(transaction, channelId)) {
    await table.put({ ...notice, groupKey: crowd, state: 'waiting', dueAt: closesAt });
    return;
  }
  const channel = (await transaction.table(notificationChannels).get(channelId))?.record;
  if (channel === undefined) return;
  const id = randomUUID();
  const notification = compose([content], { id, kind: 'event', groupKey, route: route.name });
  await transaction.table(notificationMessages).put({
    ...{ id, channelId, channel: channel.name, routeId: route.id, route: route.name, notification },
    ...{ status: 'queued', attempts: 0, runAt: createdAt, createdAt },
  });
  await table.put({ ...notice, state: 'told', dueAt: createdAt, messageId: id });
}

async function isCrowded(transaction: StateTransaction, channelId: string): Promise<boolean> {
  const waiting = await transaction.table(notificationMessages).count({
    op: 'and',
    filters: [
      { op: '=', field: 'channelId', value: channelId },
      { op: '=', field: 'status', value: 'queued' },
    ],
  });
  return waiting >= crowded;
}
