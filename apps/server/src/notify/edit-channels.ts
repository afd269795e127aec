import { randomUUID } from 'node:crypto';
import type { ChannelBody, ChannelView } from '@breakwater/api';
import { channelOf } from '@breakwater/notify';
import {
  type NotificationChannel,
  notificationChannels,
  notificationRoutes,
  type Sealed,
  type StateTransaction,
  seal,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import { secretContext } from './deliver.ts';
import { readOwnership } from './ownership.ts';

export interface ChannelEdit {
  readonly at: string;
  readonly sealKey: Uint8Array;
}

export async function createChannel(
  transaction: StateTransaction,
  body: ChannelBody,
  { at, sealKey }: ChannelEdit,
): Promise<NotificationChannel> {
  const id = randomUUID();
  const { secrets: given = {}, ...fields } = body;
  const secrets = sealed(id, body, given, {}, sealKey);
  const channel = { id, ...fields, secrets, createdAt: at, updatedAt: at };
  await transaction.table(notificationChannels).insert(channel);
  return channel;
}

/** Secrets that are not given stay, unless the channel now leads elsewhere: nobody gets a secret by changing an address. */
export async function updateChannel(
  transaction: StateTransaction,
  id: string,
  body: ChannelBody,
  { at, sealKey }: ChannelEdit,
): Promise<NotificationChannel> {
  const stored = await transaction.table(notificationChannels).get(id);
  if (stored === undefined) throw notFound(`channel ${id}`);
  const { record } = stored;
  const { secrets: given = {}, ...fields } = body;
  const isSamePlace = destinationOf(record) === destinationOf(body);
  const secrets = sealed(id, body, given, isSamePlace ? record.secrets : {}, sealKey);
  const channel = { ...fields, id, secrets, createdAt: record.createdAt, updatedAt: at };
  await transaction.table(notificationChannels).update(channel, stored.version);
  return channel;
}

export async function deleteChannel(transaction: StateTransaction, id: string): Promise<NotificationChannel> {
  const table = transaction.table(notificationChannels);
  const stored = await table.get(id);
  if (stored === undefined) throw notFound(`channel ${id}`);
  for await (const route of recordsOf(transaction.table(notificationRoutes))) {
    if (route.channelIds.includes(id)) throw inUse(`the route ${route.name}`);
  }
  const { ownerChannels } = await readOwnership(transaction);
  const owner = ownerChannels.find(({ channelIds }) => channelIds.includes(id));
  if (owner !== undefined) throw inUse(`the owner ${owner.owner}`);
  await table.delete(id);
  return stored.record;
}

/** @throws HttpError 400 naming the first channel that is not there */
export async function requireChannels(
  transaction: Pick<StateTransaction, 'table'>,
  ids: readonly string[],
  path: string,
): Promise<void> {
  for (const id of ids) {
    if ((await transaction.table(notificationChannels).get(id)) !== undefined) continue;
    throw new HttpError(400, 'invalid', `${path}: there is no channel ${id}`, undefined, [
      { path, message: `there is no channel ${id}` },
    ]);
  }
}

/** A channel as people see it: of secrets only the names. */
export function channelView({ secrets, ...channel }: NotificationChannel): ChannelView {
  return { ...channel, secretNames: Object.keys(secrets).sort() } as unknown as ChannelView;
}

function sealed(
  id: string,
  body: ChannelBody,
  given: Readonly<Record<string, string>>,
  kept: Readonly<Record<string, Sealed>>,
  key: Uint8Array,
): Readonly<Record<string, Sealed>> {
  const { secrets: names } = channelOf(body.type);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw invalid(`secrets.${unknown}`, `a channel of type ${body.type} has no such secret`);
  const entries = names.flatMap((name) => {
    const secret = given[name];
    if (secret !== undefined) return [[name, seal(secret, key, secretContext(id, name))] as const];
    const before = kept[name];
    return before === undefined ? [] : [[name, before] as const];
  });
  const secrets = Object.fromEntries(entries);
  const missing = requiredSecrets(body).find((name) => secrets[name] === undefined);
  if (missing !== undefined) throw invalid(`secrets.${missing}`, 'it is needed');
  if (given.url !== undefined) requireHttps(given.url);
  if (body.type === 'slack' && body.settings.method === 'api' && body.settings.channel === undefined) {
    throw invalid('settings.channel', 'chat.postMessage needs a channel');
  }
  return secrets;
}

function requiredSecrets(body: ChannelBody): readonly string[] {
  switch (body.type) {
    case 'webhook':
      return [];
    case 'slack':
      return [body.settings.method === 'api' ? 'token' : 'url'];
    case 'email':
      return body.settings.username === undefined ? [] : ['password'];
    case 'sns':
      return body.settings.accessKeyId === undefined ? [] : ['secretAccessKey'];
  }
}

/** Where secrets of a channel go to. */
function destinationOf({ type, settings }: { readonly type: string; readonly settings: unknown }): string {
  const { url, host, port, security, endpoint, apiUrl } = settings as Readonly<Record<string, unknown>>;
  return JSON.stringify([type, url, host, port, security, endpoint, apiUrl]);
}

function requireHttps(url: string): void {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return;
  throw invalid('secrets.url', 'an https address is expected');
}

function invalid(field: string, message: string): HttpError {
  const path = `body.${field}`;
  return new HttpError(400, 'invalid', `${path}: ${message}`, undefined, [{ path, message }]);
}

function inUse(by: string): HttpError {
  return new HttpError(409, 'in-use', `${by} uses this channel: take it out there first`);
}
