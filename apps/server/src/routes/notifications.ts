import { randomUUID } from 'node:crypto';
import { type DeliveryRow, type Ownership, type RouteBody, type RouteView, routes } from '@breakwater/api';
import {
  type ChannelType,
  channelOf,
  isTimeZone,
  type Notification,
  parseOwnersFile,
} from '@breakwater/notify';
import {
  matchFilter,
  type NotificationChannel,
  type NotificationMessage,
  type NotificationRoute,
  notices,
  notificationChannels,
  notificationMessages,
  notificationRoutes,
  type StateTransaction,
  settings,
} from '@breakwater/store';
import { change } from '../administration/change.ts';
import { auditAlone } from '../audit.ts';
import { actorOf } from '../auth/caller.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import { type DeliveryContext, sendTo } from '../notify/deliver.ts';
import {
  channelView,
  createChannel,
  deleteChannel,
  requireChannels,
  updateChannel,
} from '../notify/edit-channels.ts';
import { Owners, ownershipSetting, readOwnership } from '../notify/ownership.ts';

type Context = DeliveryContext & { readonly allowEndpoints: boolean };

/** Channels, routes, owners and the delivery log. */
export function notificationHandlers(context: Context): readonly Handler[] {
  const { state, now, sealKey, allowEndpoints } = context;

  async function findChannel(id: string): Promise<NotificationChannel> {
    const stored = await state.read((reader) => reader.table(notificationChannels).get(id));
    if (stored === undefined) throw notFound(`channel ${id}`);
    return stored.record;
  }

  function refuseEndpoint(asked: { readonly type: string; readonly settings: object }): void {
    if (allowEndpoints || !('endpoint' in asked.settings)) return;
    throw new HttpError(
      403,
      'endpoint-refused',
      'this server sends to no other endpoint than AWS: see --allow-endpoints',
    );
  }

  return [
    implement(routes.listChannels, () =>
      state.read(async (reader) => {
        const sort = [{ column: 'name', direction: 'ascending' }] as const;
        const page = await reader.table(notificationChannels).list({ limit: 1000, sort });
        return { channels: page.rows.map(({ record }) => channelView(record)) };
      }),
    ),
    implement(routes.createChannel, (call) => {
      refuseEndpoint(call.body);
      return change(context, call, {
        action: 'createChannel',
        target: call.body.name,
        work: async (transaction, at) => {
          const channel = await createChannel(transaction, call.body, { at, sealKey });
          return { result: channelView(channel), detail: { id: channel.id, type: channel.type } };
        },
      });
    }),
    implement(routes.updateChannel, (call) => {
      refuseEndpoint(call.body);
      return change(context, call, {
        action: 'updateChannel',
        target: call.params.id,
        work: async (transaction, at) => {
          const channel = await updateChannel(transaction, call.params.id, call.body, { at, sealKey });
          const changedSecrets = Object.keys(call.body.secrets ?? {});
          return { result: channelView(channel), detail: { name: channel.name, changedSecrets } };
        },
      });
    }),
    implement(routes.deleteChannel, (call) =>
      change(context, call, {
        action: 'deleteChannel',
        target: call.params.id,
        work: async (transaction) => {
          const { name } = await deleteChannel(transaction, call.params.id);
          return { result: undefined, detail: { name } };
        },
      }),
    ),
    implement(routes.testChannel, async ({ params, caller, request }) => {
      const channel = await findChannel(params.id);
      const answer = await sendTo(
        context,
        channel,
        testNotification(now()),
        AbortSignal.timeout(60_000),
      ).then(
        (detail) => ({ isSent: true, detail }),
        (error: unknown) => ({
          isSent: false,
          detail: error instanceof Error ? error.message : String(error),
        }),
      );
      const outcome = answer.isSent ? 'done' : 'failed';
      const note = { actor: actorOf(caller), action: 'testChannel', target: channel.name, outcome } as const;
      await auditAlone(state, { ...note, address: request.ip }, now());
      return answer;
    }),
    implement(routes.previewChannel, async ({ params }) => {
      const channel = await findChannel(params.id);
      return channelOf(channel.type as ChannelType).preview(testNotification(now()), channel.settings);
    }),
    implement(routes.listNotificationRoutes, () =>
      state.read(async (reader) => {
        const sort = [{ column: 'name', direction: 'ascending' }] as const;
        const page = await reader.table(notificationRoutes).list({ limit: 1000, sort });
        return { routes: page.rows.map(({ record }) => routeView(record)) };
      }),
    ),
    implement(routes.createNotificationRoute, (call) =>
      change(context, call, {
        action: 'createNotificationRoute',
        target: call.body.name,
        work: async (transaction, at) => {
          await checkRoute(transaction, call.body);
          const route = { id: randomUUID(), ...call.body, createdAt: at, updatedAt: at };
          await transaction.table(notificationRoutes).insert(route);
          return { result: route, detail: { id: route.id } };
        },
      }),
    ),
    implement(routes.updateNotificationRoute, (call) =>
      change(context, call, {
        action: 'updateNotificationRoute',
        target: call.params.id,
        work: async (transaction, at) => {
          const table = transaction.table(notificationRoutes);
          const stored = await table.get(call.params.id);
          if (stored === undefined) throw notFound(`route ${call.params.id}`);
          await checkRoute(transaction, call.body);
          const { id, createdAt } = stored.record;
          const route = { id, ...call.body, createdAt, updatedAt: at };
          await table.update(route, stored.version);
          return { result: route, detail: { name: route.name } };
        },
      }),
    ),
    implement(routes.deleteNotificationRoute, (call) =>
      change(context, call, {
        action: 'deleteNotificationRoute',
        target: call.params.id,
        work: async (transaction) => {
          if (!(await transaction.table(notificationRoutes).delete(call.params.id))) {
            throw notFound(`route ${call.params.id}`);
          }
          await transaction.table(notices).deleteWhere({ op: '=', field: 'routeId', value: call.params.id });
          return { result: undefined };
        },
      }),
    ),
    implement(routes.getOwnership, () => state.read(readOwnership)),
    implement(routes.putOwnership, (call) =>
      change(context, call, {
        action: 'putOwnership',
        target: 'owners',
        work: async (transaction, at) => {
          await checkOwnership(transaction, call.body);
          const updatedBy = actorOf(call.caller);
          const value = withoutEndSlash(call.body);
          await transaction.table(settings).put({ name: ownershipSetting, value, updatedAt: at, updatedBy });
          return { result: value };
        },
      }),
    ),
    implement(routes.explainOwner, ({ body }) =>
      state.read(async (reader) => {
        const { digest, repository, ...place } = body;
        return new Owners(reader, await readOwnership(reader)).explain(place, digest, repository);
      }),
    ),
    implement(routes.listDeliveries, ({ query }) =>
      state.read(async (reader) => {
        const table = reader.table(notificationMessages);
        const page = await table.list({
          sort: [{ column: 'createdAt', direction: 'descending' }],
          limit: query.limit,
          ...(query.status === undefined
            ? {}
            : { filter: { op: '=', field: 'status', value: query.status } }),
          ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
        });
        return {
          rows: page.rows.map(({ record }) => deliveryRow(record)),
          total: page.total,
          totalInScope: await table.count(),
          ...(page.next === undefined ? {} : { nextCursor: page.next }),
        };
      }),
    ),
    implement(routes.sendAgain, (call) =>
      change(context, call, {
        action: 'sendAgain',
        target: call.params.id,
        work: async (transaction, at) => {
          const table = transaction.table(notificationMessages);
          const stored = await table.get(call.params.id);
          if (stored === undefined) throw notFound(`delivery ${call.params.id}`);
          if (stored.record.status !== 'dead') {
            throw new HttpError(409, 'not-dead', 'only a message that was given up can be sent again');
          }
          const message: NotificationMessage = { ...stored.record, status: 'queued', attempts: 0, runAt: at };
          await table.update(message, stored.version);
          return { result: deliveryRow(message), detail: { channel: message.channel } };
        },
      }),
    ),
  ];
}

function routeView(route: NotificationRoute): RouteView {
  return route as RouteView;
}

function deliveryRow(message: NotificationMessage): DeliveryRow {
  const { notification, routeId: _, ...row } = message;
  const { title, severity, kind, count, owners } = notification as Notification;
  return { ...row, title, severity, kind, count, owners };
}

async function checkRoute(transaction: StateTransaction, body: RouteBody): Promise<void> {
  matchFilter(body.filter);
  await requireChannels(transaction, body.channelIds, 'body.channelIds');
  if (!body.toOwner && body.channelIds.length === 0)
    throw invalid('channelIds', 'a channel, or the owner, is needed');
  const { mode } = body;
  if (mode.kind === 'digest' && mode.every === 'day' && !isTimeZone(mode.timeZone)) {
    throw invalid('mode.timeZone', `${mode.timeZone} is no time zone`);
  }
}

async function checkOwnership(transaction: StateTransaction, body: Ownership): Promise<void> {
  const { problems } = parseOwnersFile(body.file);
  const [first] = problems;
  if (first !== undefined) {
    const details = problems
      .slice(0, 100)
      .map((one) => ({ path: 'body.file', message: `line ${one.line}: ${one.message}` }));
    throw new HttpError(
      400,
      'invalid',
      `body.file: line ${first.line}: ${first.message}`,
      undefined,
      details,
    );
  }
  const ids = body.ownerChannels.flatMap(({ channelIds }) => channelIds);
  await requireChannels(transaction, [...new Set(ids)], 'body.ownerChannels');
}

function withoutEndSlash(body: Ownership): Ownership {
  return body.consoleUrl === undefined ? body : { ...body, consoleUrl: body.consoleUrl.replace(/\/+$/, '') };
}

function invalid(field: string, message: string): HttpError {
  const path = `body.${field}`;
  return new HttpError(400, 'invalid', `${path}: ${message}`, undefined, [{ path, message }]);
}

function testNotification(now: number): Notification {
  const time = new Date(now).toISOString();
  const id = randomUUID();
  return {
    ...{
      id,
      kind: 'test',
      groupKey: 'test',
      title: 'Test: Breakwater can reach this channel',
      severity: 'info',
      time,
    },
    facts: [{ name: 'Asked for in', value: 'Settings, Channels' }],
    items: [{ id, title: 'Breakwater can reach this channel', severity: 'info', time }],
    ...{ count: 1, owners: [], route: 'test' },
  };
}
