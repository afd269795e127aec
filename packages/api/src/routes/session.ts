import { z } from 'zod';
import { json, type Route } from '../route.ts';
import { passwordSchema, type Session, sessionSchema, usernameSchema } from '../schemas/identity.ts';

export interface SetupStatus {
  /** No administrator exists yet: the set-up page is shown. */
  readonly isNeeded: boolean;
}

export interface SetupBody {
  /** The one-time token that the server printed at its first start. */
  readonly token: string;
  readonly username: string;
  readonly password: string;
}

export interface LoginBody {
  readonly username: string;
  readonly password: string;
}

export interface PasswordBody {
  readonly current: string;
  readonly next: string;
}

const tag = 'Session';

export const getSetup: Route<unknown, unknown, unknown, SetupStatus> = {
  id: 'getSetup',
  method: 'GET',
  path: '/api/v1/setup',
  summary: 'Whether the first administrator is still to be created',
  tag,
  access: { kind: 'public', reason: 'answers one bit that the login page shows anyway' },
  response: json(z.object({ isNeeded: z.boolean() })),
};

export const completeSetup: Route<unknown, unknown, SetupBody, Session> = {
  id: 'completeSetup',
  method: 'POST',
  path: '/api/v1/setup',
  summary: 'Create the first administrator with the one-time token; logs in',
  tag,
  access: { kind: 'public', reason: 'the one-time token is the authority; works once; rate-limited' },
  body: z.strictObject({ token: z.string().max(200), username: usernameSchema, password: passwordSchema }),
  response: json(sessionSchema),
};

export const login: Route<unknown, unknown, LoginBody, Session> = {
  id: 'login',
  method: 'POST',
  path: '/api/v1/session',
  summary: 'Log in; sets the session cookie',
  tag,
  access: { kind: 'public', reason: 'the password is the authority; rate-limited' },
  body: z.strictObject({ username: z.string().max(200), password: z.string().max(1024) }),
  response: json(sessionSchema),
};

export const getSession: Route<unknown, unknown, unknown, Session> = {
  id: 'getSession',
  method: 'GET',
  path: '/api/v1/session',
  summary: 'Who is logged in, and what they may do',
  tag,
  access: { kind: 'session' },
  response: json(sessionSchema),
};

export const logout: Route = {
  id: 'logout',
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'Log out; the session is gone at once',
  tag,
  access: { kind: 'session' },
  response: { kind: 'empty' },
};

export const changePassword: Route<unknown, unknown, PasswordBody> = {
  id: 'changePassword',
  method: 'PUT',
  path: '/api/v1/session/password',
  summary: "Change one's own password; ends every other session of the user",
  tag,
  access: { kind: 'session' },
  body: z.strictObject({ current: z.string().max(1024), next: passwordSchema }),
  response: { kind: 'empty' },
};
