import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type CallInput,
  call,
  type Role,
  type Route,
  routes,
  type TokenScope,
  type Transport,
} from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import { type RunningServer, type ServerOptions, start } from '../src/index.ts';

/** Somebody who talks to a test server: their cookie or token travels with every call. */
export interface Client {
  readonly transport: Transport;
  readonly call: <P, Q, B, R>(route: Route<P, Q, B, R>, input?: CallInput<P, Q, B>) => Promise<R>;
}

export interface TestServer {
  readonly address: string;
  readonly data: string;
  readonly running: RunningServer;
  readonly anonymous: Client;
  /** The first administrator, logged in. */
  readonly administrator: Client;
  readonly addTeam: (name: string, scope: Filter) => Promise<string>;
  /** A new user with one role in one team, logged in. */
  readonly addUser: (username: string, role: Role, teamId?: string) => Promise<Client>;
  readonly addToken: (scopes: readonly TokenScope[], teamId?: string) => Promise<Client>;
  readonly stop: () => Promise<void>;
}

const everywhereTeam = 'everywhere';
export const password = 'a long enough password';

const root = resolve(import.meta.dirname, '../../..');

export function serverOptions(data: string, change: Partial<ServerOptions> = {}): ServerOptions {
  return {
    data,
    host: '127.0.0.1',
    port: 0,
    sample: false,
    allowEndpoints: true,
    logLevel: 'silent',
    logDestination: process.stderr,
    contentRoot: join(root, 'content'),
    webRoot: join(root, 'apps/web/dist'),
    version: 'test',
    now: Date.now,
    retention: { eventDays: 3650, eventBytes: 1e12, stoppedTaskDays: 3650, metricDays: 3650 },
    ...change,
  };
}

/** A server on an empty folder with its first administrator. */
export async function startTestServer(change: Partial<ServerOptions> = {}): Promise<TestServer> {
  const data = change.data ?? (await mkdtemp(join(tmpdir(), 'breakwater-')));
  const running = await start(serverOptions(data, change));
  const { address } = running;
  const anonymous = clientOf(address, {});
  const administrator = await setUp(address, running.setupToken ?? '');

  async function addUser(username: string, role: Role, teamId = everywhereTeam): Promise<Client> {
    const user = await administrator.call(routes.createUser, { body: { username, password } });
    await administrator.call(routes.grantRole, { params: { id: teamId, userId: user.id }, body: { role } });
    return logIn(address, username, password);
  }

  async function addToken(scopes: readonly TokenScope[], teamId = everywhereTeam): Promise<Client> {
    const body = { name: scopes.join('-'), scopes, teamId, expiresInDays: 1 };
    const { secret } = await administrator.call(routes.createToken, { body });
    return clientOf(address, { authorization: `Bearer ${secret}` });
  }

  return {
    address,
    data,
    running,
    anonymous,
    administrator,
    addUser,
    addToken,
    addTeam: async (name, scope) =>
      (await administrator.call(routes.createTeam, { body: { name, scope } })).id,
    stop: async () => {
      await running.stop();
      if (change.data === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

export function clientOf(address: string, headers: Readonly<Record<string, string>>): Client {
  const transport: Transport = (path, init) =>
    fetch(`${address}${path}`, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
    });
  return { transport, call: (route, input = {}) => call(route, input, transport) };
}

export async function logIn(address: string, username: string, secret: string): Promise<Client> {
  return openSession(address, routes.login.path, { username, password: secret });
}

function setUp(address: string, token: string): Promise<Client> {
  return openSession(address, routes.completeSetup.path, { token, username: 'admin', password });
}

async function openSession(address: string, path: string, body: object): Promise<Client> {
  const response = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return clientOf(address, { cookie, 'x-csrf-token': csrfToken });
}
