import type { StateStore } from '@breakwater/store';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import { callerOfSession, callerOfToken } from '../auth/identities.ts';
import { csrfTokenOf, equalSecrets } from '../auth/secrets.ts';
import { HttpError } from './http-error.ts';

/** Name of the session cookie. */
export const sessionCookie = 'breakwater_session';

const readOnlyMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who calls: by `Authorization: Bearer`, else by the session cookie. A change by cookie must carry the
 * session's CSRF token in `x-csrf-token`.
 * @throws HttpError 401 for a token that is unknown or over, 403 for a missing CSRF token.
 */
export async function authenticate(state: StateStore, request: FastifyRequest, now: number): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = /^Bearer ([A-Za-z0-9._~+/=-]{1,512})$/i.exec(authorization)?.[1];
    const caller = secret === undefined ? undefined : await callerOfToken(state, secret, now);
    if (caller === undefined || caller.kind === 'anonymous') {
      throw new HttpError(401, 'invalid-token', 'the API token is unknown, revoked or expired');
    }
    return caller;
  }
  const cookie = request.cookies[sessionCookie];
  if (cookie === undefined || cookie.length > 512) return { kind: 'anonymous' };
  const caller = await callerOfSession(state, cookie, now);
  if (caller.kind === 'user' && !readOnlyMethods.has(request.method)) {
    const sent = request.headers['x-csrf-token'];
    if (typeof sent !== 'string' || !equalSecrets(sent, csrfTokenOf(cookie))) {
      throw new HttpError(403, 'csrf', 'the x-csrf-token header is missing or wrong: reload the page');
    }
  }
  return caller;
}
