import type { Filter } from '@breakwater/model';
import {
  ChannelBusy,
  ChannelRefused,
  type ChannelType,
  channelOf,
  maxDeliveryAttempts,
  type Notification,
  retryDelayMs,
  whenAllowed,
} from '@breakwater/notify';
import {
  type NotificationChannel,
  type NotificationMessage,
  noticeGroups,
  notices,
  notificationChannels,
  notificationMessages,
  unseal,
} from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import type { WebhookOptions } from '../actions/post-over-tls.ts';
import type { ServerContext } from '../context.ts';
import { deliverOutbox } from '../outbox.ts';
import { rollUpDue } from './roll-up.ts';
import { transportOf } from './transport.ts';

export type DeliveryContext = Pick<ServerContext, 'state' | 'events' | 'live' | 'sealKey' | 'now'> & {
  readonly webhooks: WebhookOptions;
};

const lookMs = 1000;
const cleanMs = 3_600_000;
const keptMs = 30 * 86_400_000;
const atOnce = 50;

/** What a secret of a channel is sealed for. */
export function secretContext(channelId: string, name: string): string {
  return `notification-channel:${channelId}:${name}`;
}

/** Sends a notification once. @throws as the channel does */
export async function sendTo(
  context: DeliveryContext,
  channel: NotificationChannel,
  notification: Notification,
  signal: AbortSignal,
): Promise<string> {
  const secrets: Record<string, string> = Object.create(null);
  for (const [name, sealed] of Object.entries(channel.secrets)) {
    secrets[name] = unseal(sealed, context.sealKey, secretContext(channel.id, name));
  }
  const transport = await transportOf(context);
  return channelOf(channel.type as ChannelType).send(
    notification,
    channel.settings,
    secrets,
    transport,
    signal,
  );
}

/** Tells what waits: outbox, roll-ups and digests, messages with their retries. A channel that is slow holds up no other. */
export class Deliveries {
  readonly #context: DeliveryContext;
  readonly #logger: FastifyBaseLogger;
  readonly #stop = new AbortController();
  readonly #busy = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #cleanedAt = 0;

  constructor(context: DeliveryContext, logger: FastifyBaseLogger) {
    this.#context = context;
    this.#logger = logger;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#looking ??= this.look()
        .catch((error: unknown) => {
          this.#logger.error({ err: error }, 'notifications could not be looked at; it is tried again');
        })
        .finally(() => {
          this.#looking = undefined;
        });
    }, lookMs);
  }

  /** What is being sent is given up; the next start sends it again. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort(new Error('the server is stopping'));
    await this.#looking;
    await Promise.all(this.#busy.values());
  }

  /** One round: starts sending what is due to every channel that is not busy. */
  async look(): Promise<void> {
    const { state, now } = this.#context;
    await deliverOutbox(this.#context);
    await rollUpDue(state, now());
    const due = await state.read((reader) =>
      reader.table(notificationMessages).countBy('channelId', { filter: dueMessages(now()), limit: 1000 }),
    );
    for (const { value } of due) {
      const channelId = String(value);
      if (this.#busy.has(channelId) || this.#stop.signal.aborted) continue;
      const sending = this.#sendAll(channelId)
        .catch((error: unknown) => {
          this.#logger.error({ err: error, channelId }, 'messages of a channel could not be sent');
        })
        .finally(() => this.#busy.delete(channelId));
      this.#busy.set(channelId, sending);
    }
    await this.#clean();
  }

  /** Waits until nothing is being sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#busy.values());
  }

  async #sendAll(channelId: string): Promise<void> {
    const { state, now } = this.#context;
    const filter: Filter = {
      op: 'and',
      filters: [dueMessages(now()), { op: '=', field: 'channelId', value: channelId }],
    };
    const sort = [{ column: 'runAt', direction: 'ascending' }] as const;
    const page = await state.read((reader) =>
      reader.table(notificationMessages).list({ filter, sort, limit: atOnce }),
    );
    for (const { record } of page.rows) {
      if (this.#stop.signal.aborted) return;
      const channel = (await state.read((reader) => reader.table(notificationChannels).get(channelId)))
        ?.record;
      if (channel?.isEnabled !== true) {
        await this.#put({ ...record, status: 'dead', detail: 'the channel is switched off or gone' });
        continue;
      }
      const allowedAt = await this.#allowedAt(channel);
      if (allowedAt > now()) return;
      await this.#sendOne(channel, record);
    }
  }

  async #allowedAt({ id, perMinute }: NotificationChannel): Promise<number> {
    const { state, now } = this.#context;
    const filter: Filter = {
      op: 'and',
      filters: [
        { op: '=', field: 'channelId', value: id },
        { op: '>', field: 'sentAt', value: now() - 60_000 },
      ],
    };
    const page = await state.read((reader) =>
      reader.table(notificationMessages).list({ filter, limit: 1000 }),
    );
    const sentAt = page.rows.map(({ record }) => Date.parse(record.sentAt ?? ''));
    return whenAllowed(sentAt, perMinute, now());
  }

  async #sendOne(channel: NotificationChannel, message: NotificationMessage): Promise<void> {
    const { now } = this.#context;
    const attempts = message.attempts + 1;
    try {
      const notification = message.notification as Notification;
      const detail = await sendTo(this.#context, channel, notification, this.#stop.signal);
      const sentAt = new Date(now()).toISOString();
      await this.#put({ ...message, status: 'sent', attempts, detail, sentAt });
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const detail = error instanceof Error ? error.message : String(error);
      const isOver = error instanceof ChannelRefused || attempts >= maxDeliveryAttempts;
      this.#logger.warn(
        { channel: channel.name, message: message.id, attempts, detail },
        'a notification was not sent',
      );
      const waitMs =
        error instanceof ChannelBusy ? error.retryAfterMs : retryDelayMs(attempts, Math.random());
      await this.#put(
        isOver
          ? { ...message, status: 'dead', attempts, detail }
          : { ...message, attempts, detail, runAt: new Date(now() + waitMs).toISOString() },
      );
    }
  }

  async #put(message: NotificationMessage): Promise<void> {
    await this.#context.state.transaction((transaction) =>
      transaction.table(notificationMessages).put(message),
    );
  }

  async #clean(): Promise<void> {
    const { state, now } = this.#context;
    if (now() - this.#cleanedAt < cleanMs) return;
    this.#cleanedAt = now();
    const isOld: Filter = { op: '<', field: 'createdAt', value: now() - keptMs };
    await state.transaction(async (transaction) => {
      const isTold: Filter = { op: '=', field: 'state', value: 'told' };
      await transaction.table(notices).deleteWhere({ op: 'and', filters: [isOld, isTold] });
      await transaction.table(notificationMessages).deleteWhere(isOld);
      await transaction.table(noticeGroups).deleteWhere({ op: '<', field: 'openUntil', value: now() });
    });
  }
}

function dueMessages(now: number): Filter {
  return {
    op: 'and',
    filters: [
      { op: '=', field: 'status', value: 'queued' },
      { op: '<=', field: 'runAt', value: now },
    ],
  };
}
