import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../testing/accessibility.ts';
import {
  type AnswerRequest,
  type Answers,
  click,
  type Mounted,
  mountConsole,
  named,
  press,
  Refusal,
  type,
} from '../testing/mount.tsx';

const session = {
  user: {
    id: 'u1',
    username: 'mina',
    grants: [{ teamId: 't1', team: 'Everywhere', role: 'administrator' }],
    createdAt: '2026-01-01T00:00:00Z',
  },
  permissions: ['read', 'respond', 'audit', 'administer'],
  isAdministrator: true,
  csrfToken: 'csrf-1',
  expiresAt: '2026-01-02T00:00:00Z',
};

const counts = {
  images: 1,
  accounts: 1,
  resources: 5,
  events: 9,
  detections: 2,
  openFindings: 3,
  stoppedTasks: 1,
};

interface Server {
  isLoggedIn: boolean;
  needsSetup: boolean;
  hasSample: boolean;
  readonly seen: { readonly name: string; readonly request: AnswerRequest }[];
}

let server: Server;
let mounted: Mounted;

function answers(): Answers {
  const seen = (name: string, value: unknown) => (request: AnswerRequest) => {
    server.seen.push({ name, request });
    return value;
  };
  const guarded = (value: () => unknown) => () =>
    server.isLoggedIn ? value() : new Refusal(401, 'unauthenticated');
  return {
    'GET /api/v1/session': guarded(() => session),
    'GET /api/v1/setup': () => ({ isNeeded: server.needsSetup }),
    'POST /api/v1/setup': (request: AnswerRequest) => {
      server.isLoggedIn = true;
      return seen('setup', session)(request);
    },
    'POST /api/v1/session': ({ body }: AnswerRequest) => {
      if ((body as { password: string }).password !== 'a long enough password')
        return new Refusal(401, 'wrong-credentials');
      server.isLoggedIn = true;
      return session;
    },
    'GET /api/v1/status': guarded(() => ({ version: '1', hasSample: server.hasSample, counts })),
    'GET /api/v1/home': guarded(() => ({
      items: [{ kind: 'detections', severity: 'high', subject: 'Root login', count: 2 }],
    })),
    'DELETE /api/v1/sample': (request: AnswerRequest) => {
      if (!server.isLoggedIn) return new Refusal(401, 'unauthenticated');
      server.hasSample = false;
      return seen('removeSample', { removed: 3 })(request);
    },
  };
}

beforeEach(() => {
  server = { isLoggedIn: true, needsSetup: false, hasSample: false, seen: [] };
});

afterEach(() => mounted.unmount());

async function login(password: string): Promise<void> {
  const [name, secret] = document.querySelectorAll('input');
  await type(name, 'mina');
  await type(secret, password);
  await click(named('button', 'Sign in'));
  document.querySelector('form')?.requestSubmit();
}

describe('the frame', () => {
  it('shows who is logged in, the screens that exist, and what to do first', async () => {
    mounted = await mountConsole('/', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Rule “Root login” fired'));
    expect(
      [...document.querySelectorAll('nav[aria-label="Main"] a')].map((link) => link.textContent),
    ).toContain('Events');
    expect(named('button', 'Account and settings of mina')).toBeDefined();
    expect(document.title).toBe('Home · Breakwater');
  });

  it('has no accessibility problem', async () => {
    server.hasSample = true;
    mounted = await mountConsole('/', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Rule “Root login” fired'));
    expect(await accessibilityProblems(document.body)).toEqual([]);
  });

  it('goes to a screen by g and a letter, taking scope and time along', async () => {
    mounted = await mountConsole('/?scope=account=1&t=1h&q=x', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Root login'));
    await press('g');
    await press('s');
    await mounted.until(() => expect(mounted.address()).toBe('/settings?scope=account=1&t=1h'));
    await mounted.back();
    await mounted.until(() => expect(mounted.address()).toBe('/?scope=account=1&t=1h&q=x'));
  });

  it('runs commands by name', async () => {
    mounted = await mountConsole('/', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Root login'));
    await press('k', { ctrlKey: true });
    const input = () => document.querySelector('input[role="combobox"]');
    await mounted.until(() => expect(input()).not.toBeNull());
    await type(input(), 'go settings');
    await press('Enter', {});
    input()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await mounted.until(() => expect(mounted.address()).toBe('/settings'));
  });

  it('shows its shortcuts', async () => {
    mounted = await mountConsole('/', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Root login'));
    await press('?');
    await mounted.until(() => expect(document.body.textContent).toContain('Freeze into absolute times'));
  });

  it('removes the sample data, with the token against forged requests', async () => {
    server.hasSample = true;
    mounted = await mountConsole('/', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Sample data is shown.'));
    await click(named('button', 'Remove sample data'));
    await mounted.until(() =>
      expect(document.querySelectorAll('[role="dialog"] button').length).toBeGreaterThan(1),
    );
    await click([...document.querySelectorAll('[role="dialog"] button')].at(-1));
    await mounted.until(() => expect(document.body.textContent).not.toContain('Sample data is shown.'));
    expect(server.seen.map((one) => [one.name, one.request.headers.get('x-csrf-token')])).toEqual([
      ['removeSample', 'csrf-1'],
    ]);
  });
});

describe('the login', () => {
  it('stands before everything, says what is wrong, and leads back', async () => {
    server.isLoggedIn = false;
    mounted = await mountConsole('/settings?t=1h', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Sign in to Breakwater'));
    expect(mounted.address()).toBe('/login?to=/settings%3Ft=1h');
    expect(await accessibilityProblems(document.body)).toEqual([]);
    await login('wrong');
    await mounted.until(() => expect(document.body.textContent).toContain('User name or password is wrong.'));
    await login('a long enough password');
    await mounted.until(() => expect(mounted.address()).toBe('/settings?t=1h'));
    await mounted.until(() => expect(document.body.textContent).toContain('Appearance and language'));
  });

  it.each(['//evil.example/', 'https://evil.example/', '/\\evil.example'])(
    'never leads to %s',
    async (to) => {
      server.isLoggedIn = false;
      mounted = await mountConsole(`/login?to=${encodeURIComponent(to)}`, answers());
      await mounted.until(() => expect(document.body.textContent).toContain('Sign in to Breakwater'));
      await login('a long enough password');
      await mounted.until(() => expect(mounted.address()).toBe('/'));
    },
  );

  it('comes when the session ends', async () => {
    server.hasSample = true;
    mounted = await mountConsole('/settings?t=1h', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Sample data is shown.'));
    server.isLoggedIn = false;
    await click(named('button', 'Remove sample data'));
    await mounted.until(() =>
      expect(document.querySelectorAll('[role="dialog"] button').length).toBeGreaterThan(1),
    );
    await click([...document.querySelectorAll('[role="dialog"] button')].at(-1));
    await mounted.until(() => expect(mounted.address()).toBe('/login?to=/settings%3Ft=1h'));
    await mounted.until(() => expect(document.body.textContent).toContain('Your session has ended'));
  });
});

describe('the set-up', () => {
  it('asks for the token and the first administrator, checks, and logs in', async () => {
    server.isLoggedIn = false;
    server.needsSetup = true;
    mounted = await mountConsole('/', answers());
    await mounted.until(() => expect(document.body.textContent).toContain('Set up Breakwater'));
    expect(await accessibilityProblems(document.body)).toEqual([]);
    const [token, name, password, repeat] = document.querySelectorAll('input');
    await click(named('button', 'Create administrator'));
    await mounted.until(() => expect(document.body.textContent).toContain('Use at least 12 characters.'));
    await type(token, ' token-1 ');
    await type(name, 'mina');
    await type(password, 'a long enough password');
    await type(repeat, 'another password');
    expect(document.body.textContent).toContain('The two passwords differ.');
    await type(repeat, 'a long enough password');
    await click(named('button', 'Create administrator'));
    await mounted.until(() => expect(document.body.textContent).toContain('Root login'));
    expect(server.seen[0]?.request.body).toEqual({
      token: 'token-1',
      username: 'mina',
      password: 'a long enough password',
    });
  });
});
