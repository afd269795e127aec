import {
  type Access,
  type Permission,
  permissionsOf,
  type Role,
  type Route,
  roles,
  routeList,
  type TokenScope,
  tokenScopes,
} from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../test-support/test-server.ts';

/** What a caller is, in the words of the table: decides without the server what the answer must be. */
type Persona =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly role: Role; readonly isEverywhere: boolean }
  | { readonly kind: 'token'; readonly scope: TokenScope };

const personas: readonly (readonly [string, Persona])[] = [
  ['anonymous', { kind: 'anonymous' }],
  ...roles.flatMap((role): (readonly [string, Persona])[] => [
    [`${role} everywhere`, { kind: 'user', role, isEverywhere: true }],
    [`${role} of a team`, { kind: 'user', role, isEverywhere: false }],
  ]),
  ...tokenScopes.map((scope): readonly [string, Persona] => [
    `token of scope ${scope}`,
    { kind: 'token', scope },
  ]),
];

/** 401, 403, or let through to the handler (whatever it answers to an empty request). */
function expected(access: Access, persona: Persona): 401 | 403 | 'let through' {
  if (access.kind === 'public') return 'let through';
  if (persona.kind === 'anonymous') return 401;
  if (access.kind === 'session') return persona.kind === 'user' ? 'let through' : 401;
  if (access.kind === 'token')
    return persona.kind === 'token' && persona.scope === access.scope ? 'let through' : 403;
  if (persona.kind === 'token') return persona.scope === access.tokenScope ? 'let through' : 403;
  const holds = permissionsOf[persona.role].includes(access.permission satisfies Permission);
  return holds && (access.reach === 'team' || persona.isEverywhere) ? 'let through' : 403;
}

let server: TestServer;
const clients = new Map<string, Client>();

beforeAll(async () => {
  server = await startTestServer();
  const team = await server.addTeam('A team', { op: '=', field: 'account', value: '1' });
  for (const [name, persona] of personas) clients.set(name, await clientOfPersona(name, persona, team));
});
afterAll(() => server.stop());

function clientOfPersona(name: string, persona: Persona, team: string): Promise<Client> {
  if (persona.kind === 'anonymous') return Promise.resolve(server.anonymous);
  if (persona.kind === 'token') return server.addToken([persona.scope]);
  const username = name.replaceAll(' ', '-');
  return persona.isEverywhere
    ? server.addUser(username, persona.role)
    : server.addUser(username, persona.role, team);
}

/** Routes whose work on an empty request would end the test's own sessions. */
const withSideEffects = new Set(['logout', 'removeSample']);

describe.each(personas)('%s', (name, persona) => {
  const table = routeList.filter(
    (route) => !withSideEffects.has(route.id) || expected(route.access, persona) !== 'let through',
  );
  it.each(table.map((route) => [route.id, route] as const))('%s', async (_, route) => {
    const answer = await answerTo(clients.get(name) as Client, route);
    const wanted = expected(route.access, persona);
    if (wanted === 'let through') expect([401, 403, 500]).not.toContain(answer.status);
    else expect(answer.status).toBe(wanted);
  });
});

it('a change by cookie without the CSRF token is refused', async () => {
  const response = await fetch(`${server.address}/api/v1/session`, {
    method: 'DELETE',
    headers: { cookie: await cookieOf(server) },
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'csrf' } });
});

it('refused attempts are in the audit log', async () => {
  const response = await server.administrator.transport('/api/v1/audit-log?limit=1000', { method: 'GET' });
  const { rows } = (await response.json()) as { rows: { actor: string; action: string; outcome: string }[] };
  expect(rows).toContainEqual(
    expect.objectContaining({ actor: 'viewer-of-a-team', action: 'createUser', outcome: 'refused' }),
  );
});

/** An empty request: path parameters that exist nowhere, no body. Streams are read no further than their head. */
async function answerTo(client: Client, route: Route): Promise<{ status: number }> {
  const abort = new AbortController();
  const path = route.path
    .replace(':kind', 'event')
    .replace(':digest', `sha256:${'0'.repeat(64)}`)
    .replace(/:[a-zA-Z]+/g, 'none');
  const response = await client.transport(path, { method: route.method, signal: abort.signal });
  abort.abort();
  return { status: response.status };
}

async function cookieOf({ address }: TestServer): Promise<string> {
  const response = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'a long enough password' }),
  });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
