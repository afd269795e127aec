import { routes, type Session as SessionView } from '@breakwater/api';
import { grants, type StateStore, sessions, settings, teams, type User, users } from '@breakwater/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit, auditAlone } from '../audit.ts';
import type { Attempts } from '../auth/attempts.ts';
import type { Caller } from '../auth/caller.ts';
import {
  callerOfSession,
  everywhereTeam,
  everywhereTeamId,
  newUser,
  openSession,
  sessionView,
} from '../auth/identities.ts';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import { equalSecrets, hashSecret } from '../auth/secrets.ts';
import { setupTokenSetting } from '../auth/setup-token.ts';
import type { ServerContext } from '../context.ts';
import { sessionCookie } from '../http/authenticate.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError } from '../http/http-error.ts';

type Context = Pick<ServerContext, 'state' | 'now'> & { readonly attempts: Attempts };

/** Set-up, login, logout and the caller's own password. */
export function sessionHandlers(context: Context): readonly Handler[] {
  const { state, now, attempts } = context;
  return [
    implement(routes.getSetup, async () => ({
      isNeeded: (await state.read((reader) => reader.table(users).count())) === 0,
    })),
    implement(routes.completeSetup, async ({ body, request, reply }) => {
      const keys = [`setup:${request.ip}`];
      refuseWhenTooMany(attempts, keys);
      const passwordHash = await hashPassword(body.password);
      const opened = await state.transaction(async (transaction) => {
        const expected = await transaction.table(settings).get(setupTokenSetting);
        const isRight =
          expected !== undefined && equalSecrets(String(expected.record.value), hashSecret(body.token));
        if (!isRight || (await transaction.table(users).count()) > 0) return undefined;
        const at = new Date(now()).toISOString();
        const user = newUser(body.username, passwordHash, at);
        await transaction.table(users).insert(user);
        await transaction.table(teams).put(everywhereTeam(at));
        await transaction.table(grants).insert({
          userId: user.id,
          teamId: everywhereTeamId,
          role: 'administrator',
          grantedAt: at,
          grantedBy: 'set-up',
        });
        await transaction.table(settings).delete(setupTokenSetting);
        await audit(
          transaction,
          { actor: user.login, action: 'completeSetup', outcome: 'done', address: request.ip },
          now(),
        );
        return openSession(transaction, user, now(), clientOf(request));
      });
      if (opened === undefined) {
        attempts.fail(keys);
        throw new HttpError(
          403,
          'invalid-setup-token',
          'the set-up token is wrong or was used: the server prints a new one at its next start until set-up is done',
        );
      }
      return answerSession(state, opened.token, now(), request, reply);
    }),
    implement(routes.login, async ({ body, request, reply }) => {
      const login = body.username.trim().toLowerCase();
      const keys = [`address:${request.ip}`, `user:${login}`];
      refuseWhenTooMany(attempts, keys);
      const user = await findUser(state, login);
      if (
        !(await verifyPassword(user?.passwordHash, body.password)) ||
        user === undefined ||
        user.isDisabled
      ) {
        attempts.fail(keys);
        await auditAlone(
          state,
          { actor: login, action: 'login', outcome: 'refused', address: request.ip },
          now(),
        );
        throw new HttpError(401, 'wrong-credentials', 'the username or the password is wrong');
      }
      attempts.succeed(keys);
      const opened = await state.transaction(async (transaction) => {
        await audit(
          transaction,
          { actor: login, action: 'login', outcome: 'done', address: request.ip },
          now(),
        );
        return openSession(transaction, user, now(), clientOf(request));
      });
      return answerSession(state, opened.token, now(), request, reply);
    }),
    implement(routes.getSession, ({ caller }) => sessionView(state, asUser(caller))),
    implement(routes.logout, async ({ caller, request, reply }) => {
      const user = asUser(caller);
      await state.transaction(async (transaction) => {
        await transaction.table(sessions).delete(hashSecret(user.sessionToken));
        await audit(
          transaction,
          { actor: user.username, action: 'logout', outcome: 'done', address: request.ip },
          now(),
        );
      });
      reply.clearCookie(sessionCookie, { path: '/' });
      return undefined;
    }),
    implement(routes.changePassword, async ({ caller, body, request }) => {
      const user = asUser(caller);
      const keys = [`user:${user.username}`];
      refuseWhenTooMany(attempts, keys);
      const stored = await state.read((reader) => reader.table(users).get(user.userId));
      if (!(await verifyPassword(stored?.record.passwordHash, body.current)) || stored === undefined) {
        attempts.fail(keys);
        throw new HttpError(403, 'wrong-password', 'the current password is wrong');
      }
      const passwordHash = await hashPassword(body.next);
      await state.transaction(async (transaction) => {
        await transaction.table(users).update({ ...stored.record, passwordHash }, stored.version);
        const table = transaction.table(sessions);
        const ofUser = { op: '=', field: 'userId', value: user.userId } as const;
        for (const { key } of (await table.list({ filter: ofUser, limit: 1000 })).rows) {
          if (key !== hashSecret(user.sessionToken)) await table.delete(key);
        }
        await audit(
          transaction,
          { actor: user.username, action: 'changePassword', outcome: 'done', address: request.ip },
          now(),
        );
      });
      return undefined;
    }),
  ];
}

function refuseWhenTooMany(attempts: Attempts, keys: readonly string[]): void {
  const seconds = attempts.retryAfterSeconds(keys);
  if (seconds === 0) return;
  throw new HttpError(
    429,
    'too-many-attempts',
    `too many failed attempts: try again in ${seconds} s`,
    seconds,
  );
}

async function findUser(state: StateStore, login: string): Promise<User | undefined> {
  const filter = { op: '=', field: 'login', value: login } as const;
  const page = await state.read((reader) => reader.table(users).list({ filter, limit: 1 }));
  return page.rows[0]?.record;
}

function clientOf(request: FastifyRequest): { address: string; userAgent?: string } {
  const userAgent = request.headers['user-agent'];
  return { address: request.ip, ...(userAgent === undefined ? {} : { userAgent }) };
}

async function answerSession(
  state: StateStore,
  token: string,
  now: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SessionView> {
  const caller = await callerOfSession(state, token, now);
  const view = await sessionView(state, asUser(caller));
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    expires: new Date(view.expiresAt),
  });
  return view;
}

/** The routes that use it are reached by logged-in people only. */
function asUser(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new HttpError(401, 'not-logged-in', 'log in first');
  return caller;
}
