import { routes } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, logIn, password, startTestServer, type TestServer } from '../test-support/test-server.ts';

let now = Date.now();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ now: () => now });
});
afterAll(() => server.stop());

function post(path: string, body: object): Promise<Response> {
  return fetch(`${server.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describe('set-up', () => {
  it('works once: a second administrator cannot be made with the token', async () => {
    const body = { token: server.running.setupToken, username: 'eve', password };
    const response = await post(routes.completeSetup.path, body);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid-setup-token' } });
    expect(await server.anonymous.call(routes.getSetup, {})).toEqual({ isNeeded: false });
  });

  it('asks for a password that is long enough, and says so at the field', async () => {
    const response = await post(routes.completeSetup.path, {
      token: 'x',
      username: 'eve',
      password: 'short',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        code: 'invalid-request',
        details: [{ path: 'body.password', message: 'a password has at least 12 characters' }],
      },
    });
  });
});

describe('login', () => {
  it('gives a cookie that scripts cannot read and other sites cannot send', async () => {
    const response = await post(routes.login.path, { username: 'Admin', password });
    expect(response.headers.getSetCookie()[0]).toMatch(/; Path=\/; .*HttpOnly; SameSite=Strict/);
  });

  it.each([
    ['a wrong password', 'admin', 'not the password'],
    ['a user who does not exist', 'nobody', 'not the password'],
  ])('tells the same of %s', async (_, username, secret) => {
    const response = await post(routes.login.path, { username, password: secret });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: { code: 'wrong-credentials', message: 'the username or the password is wrong' },
    });
  });

  it('refuses after ten failures, even the right password, and says for how long', async () => {
    await server.addUser('grace', 'viewer');
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await post(routes.login.path, { username: 'grace', password: 'guess' });
    }
    const refused = await post(routes.login.path, { username: 'grace', password });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    now += 16 * 60_000;
    expect((await post(routes.login.path, { username: 'grace', password })).status).toBe(200);
  });
});

describe('a session', () => {
  it('ends at logout', async () => {
    await server.addUser('lin', 'viewer');
    const client = await logIn(server.address, 'lin', password);
    await client.call(routes.logout, {});
    await expect(client.call(routes.getSession, {})).rejects.toMatchObject({ status: 401 });
  });

  it('ends after twelve hours', async () => {
    const client = await logIn(server.address, 'admin', password);
    now += 12 * 3_600_000 + 1;
    await expect(client.call(routes.getSession, {})).rejects.toMatchObject({ status: 401 });
  });

  it('of other devices ends when the password changes', async () => {
    const [here, there] = [
      await logIn(server.address, 'admin', password),
      await logIn(server.address, 'admin', password),
    ];
    await here.call(routes.changePassword, { body: { current: password, next: 'another long password' } });
    await expect(there.call(routes.getSession, {})).rejects.toMatchObject({ status: 401 });
    expect((await here.call(routes.getSession, {})).user.username).toBe('admin');
    await here.call(routes.changePassword, { body: { current: 'another long password', next: password } });
  });

  it('of a deleted user is over', async () => {
    const administrator = await logIn(server.address, 'admin', password);
    const user = await administrator.call(routes.createUser, { body: { username: 'mallory', password } });
    const client = await logIn(server.address, 'mallory', password);
    await administrator.call(routes.deleteUser, { params: { id: user.id } });
    await expect(client.call(routes.getSession, {})).rejects.toMatchObject({ status: 401 });
  });

  it('is not made by a forged cookie', async () => {
    const client = clientOf(server.address, { cookie: 'breakwater_session=forged' });
    await expect(client.call(routes.getSession, {})).rejects.toMatchObject({ status: 401 });
  });
});

describe('the last administrator', () => {
  it.each(['revoke', 'demote', 'delete'] as const)('cannot %s themselves', async (how) => {
    const administrator = await logIn(server.address, 'admin', password);
    const { user } = await administrator.call(routes.getSession, {});
    const params = { id: 'everywhere', userId: user.id };
    const attempt = {
      revoke: () => administrator.call(routes.revokeRole, { params }),
      demote: () => administrator.call(routes.grantRole, { params, body: { role: 'viewer' } }),
      delete: () => administrator.call(routes.deleteUser, { params: { id: user.id } }),
    };
    await expect(attempt[how]()).rejects.toMatchObject({ code: 'last-administrator' });
    expect((await administrator.call(routes.getSession, {})).isAdministrator).toBe(true);
  });
});

it('an API token is refused once it is over', async () => {
  const administrator = await logIn(server.address, 'admin', password);
  const body = { name: 'short', scopes: ['read'], teamId: 'everywhere', expiresInDays: 1 } as const;
  const { secret } = await administrator.call(routes.createToken, { body });
  const client = clientOf(server.address, { authorization: `Bearer ${secret}` });
  expect((await client.call(routes.getStatus, {})).version).toBe('test');
  const lastUsed = async () =>
    (await administrator.call(routes.listTokens, {})).tokens.find((token) => token.name === 'short')
      ?.lastUsedAt;
  await expect.poll(lastUsed).toBe(new Date(now).toISOString());
  now += 86_400_001;
  await expect(client.call(routes.getStatus, {})).rejects.toMatchObject({
    status: 401,
    code: 'invalid-token',
  });
});

it('the console and the API carry a strict policy', async () => {
  const api = await fetch(`${server.address}/api/v1/setup`);
  expect(api.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
  for (const [name, value] of [
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'SAMEORIGIN'],
    ['referrer-policy', 'no-referrer'],
  ]) {
    expect(api.headers.get(name as string)).toBe(value);
  }
});
