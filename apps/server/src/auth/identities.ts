import { randomUUID } from 'node:crypto';
import type {
  ApiToken as ApiTokenView,
  Session as SessionView,
  Team as TeamView,
  User as UserView,
} from '@breakwater/api';
import { permissionsOf } from '@breakwater/api';
import { everything } from '@breakwater/model';
import {
  type ApiToken,
  apiTokens,
  type Grant,
  grants,
  type StateReader,
  type StateStore,
  type StateTransaction,
  sessions,
  type Team,
  teams,
  type User,
  users,
} from '@breakwater/store';
import { type Caller, type CallerGrant, isEverywhere } from './caller.ts';
import { csrfTokenOf, hashSecret, newSecret } from './secrets.ts';

/** The team whose scope is everything; made at set-up, never deleted. */
export const everywhereTeamId = 'everywhere';

/** A session ends after 12 hours, used or not. */
const sessionMs = 12 * 3_600_000;

const anonymous: Caller = { kind: 'anonymous' };

/** The team Everywhere as it is created. */
export function everywhereTeam(now: string): Team {
  return {
    id: everywhereTeamId,
    name: 'Everywhere',
    description: 'Sees everything',
    scope: everything,
    createdAt: now,
    updatedAt: now,
  };
}

/** Starts a session: the secret goes into the cookie, only its hash is kept. */
export async function openSession(
  transaction: StateTransaction,
  user: User,
  now: number,
  client: { readonly address: string; readonly userAgent?: string },
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const token = newSecret();
  const at = new Date(now).toISOString();
  const expiresAt = new Date(now + sessionMs).toISOString();
  await transaction.table(sessions).insert({
    tokenHash: hashSecret(token),
    userId: user.id,
    createdAt: at,
    lastSeenAt: at,
    expiresAt,
    address: client.address,
    ...(client.userAgent === undefined ? {} : { userAgent: client.userAgent.slice(0, 512) }),
  });
  await transaction.table(users).put({ ...user, lastLoginAt: at });
  return { token, expiresAt };
}

/** The caller behind a session cookie; anonymous when it is unknown or over. */
export async function callerOfSession(state: StateStore, token: string, now: number): Promise<Caller> {
  return state.read(async (reader) => {
    const session = await reader.table(sessions).get(hashSecret(token));
    if (session === undefined || Date.parse(session.record.expiresAt) <= now) return anonymous;
    const user = await reader.table(users).get(session.record.userId);
    if (user === undefined || user.record.isDisabled) return anonymous;
    return {
      kind: 'user',
      userId: user.record.id,
      username: user.record.login,
      grants: await grantsOf(reader, user.record.id),
      sessionToken: token,
      expiresAt: session.record.expiresAt,
    };
  });
}

/** The caller behind an API token; anonymous when it is unknown, revoked or over. */
export async function callerOfToken(state: StateStore, secret: string, now: number): Promise<Caller> {
  return state.read(async (reader) => {
    const found = await reader.table(apiTokens).list({
      filter: { op: '=', field: 'tokenHash', value: hashSecret(secret) },
      limit: 1,
    });
    const token = found.rows[0]?.record;
    if (token === undefined || token.revokedAt !== undefined || Date.parse(token.expiresAt) <= now)
      return anonymous;
    const team = await reader.table(teams).get(token.teamId ?? everywhereTeamId);
    if (team === undefined) return anonymous;
    return {
      kind: 'token',
      tokenId: token.id,
      name: token.name,
      scopes: token.scopes as Extract<Caller, { kind: 'token' }>['scopes'],
      teamId: team.record.id,
      scope: team.record.scope,
    };
  });
}

async function grantsOf(reader: StateReader, userId: string): Promise<readonly CallerGrant[]> {
  const page = await reader
    .table(grants)
    .list({ filter: { op: '=', field: 'userId', value: userId }, limit: 1000 });
  const result: CallerGrant[] = [];
  for (const { record } of page.rows) {
    const team = await reader.table(teams).get(record.teamId);
    if (team === undefined) continue;
    result.push({
      teamId: record.teamId,
      team: team.record.name,
      role: record.role,
      scope: team.record.scope,
    });
  }
  return result;
}

/** What a logged-in person learns of themselves. */
export async function sessionView(
  state: StateStore,
  caller: Extract<Caller, { kind: 'user' }>,
): Promise<SessionView> {
  const user = await state.read((reader) => reader.table(users).get(caller.userId));
  if (user === undefined) throw new Error(`the user of session ${caller.userId} is gone`);
  const permissions = new Set(caller.grants.flatMap((grant) => permissionsOf[grant.role]));
  return {
    user: userView(user.record, caller.grants),
    permissions: [...permissions].sort(),
    isAdministrator: caller.grants.some(
      (grant) => grant.role === 'administrator' && isEverywhere(grant.scope),
    ),
    csrfToken: csrfTokenOf(caller.sessionToken),
    expiresAt: caller.expiresAt,
  };
}

export function userView(
  user: User,
  held: readonly Pick<CallerGrant, 'teamId' | 'team' | 'role'>[],
): UserView {
  return {
    id: user.id,
    username: user.login,
    grants: held.map(({ teamId, team, role }) => ({ teamId, team, role })),
    createdAt: user.createdAt,
    ...(user.lastLoginAt === undefined ? {} : { lastLoginAt: user.lastLoginAt }),
  };
}

export function teamView(
  team: Team,
  members: readonly Grant[],
  names: ReadonlyMap<string, string>,
): TeamView {
  return {
    id: team.id,
    name: team.name,
    scope: team.scope,
    isEverywhere: isEverywhere(team.scope),
    members: members.map((grant) => ({
      userId: grant.userId,
      username: names.get(grant.userId) ?? grant.userId,
      role: grant.role,
    })),
  };
}

export function tokenView(token: ApiToken, team: string, createdBy: string): ApiTokenView {
  return {
    id: token.id,
    name: token.name,
    scopes: token.scopes as ApiTokenView['scopes'],
    teamId: token.teamId ?? everywhereTeamId,
    team,
    createdBy,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    ...(token.lastUsedAt === undefined ? {} : { lastUsedAt: token.lastUsedAt }),
  };
}

/** A user as first stored. Usernames are compared in lower case. */
export function newUser(username: string, passwordHash: string, now: string): User {
  return {
    id: randomUUID(),
    login: username.toLowerCase(),
    displayName: username,
    passwordHash,
    isDisabled: false,
    createdAt: now,
  };
}
