import { randomUUID } from 'node:crypto';
import { type AuditEntry as AuditEntryView, routes, type Team as TeamView } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import {
  type AuditEntry,
  apiTokens,
  auditLog,
  type Grant,
  grantKey,
  grants,
  type StateReader,
  type StateTransaction,
  sessions,
  teams,
  users,
} from '@breakwater/store';
import { audit } from '../audit.ts';
import { actorOf } from '../auth/caller.ts';
import { everywhereTeamId, newUser, teamView, tokenView, userView } from '../auth/identities.ts';
import { hashPassword } from '../auth/passwords.ts';
import { hashSecret, newSecret } from '../auth/secrets.ts';
import type { ServerContext } from '../context.ts';
import { type Call, type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import { timeFilter } from './time-filter.ts';

type Context = Pick<ServerContext, 'state' | 'now' | 'live'>;
type Tables = Pick<StateReader, 'table'>;

const all = { limit: 1000 } as const;

/** Users, teams, roles, tokens and the audit log. Every change is audited. */
export function administrationHandlers({ state, now, live }: Context): readonly Handler[] {
  /** Runs a change and its audit entry in one transaction. */
  async function change<T>(
    call: Pick<Call<unknown, unknown, unknown>, 'caller' | 'request'>,
    action: string,
    target: string,
    work: (
      transaction: StateTransaction,
      at: string,
    ) => Promise<{ result: T; detail?: Record<string, unknown> }>,
  ): Promise<T> {
    return state.transaction(async (transaction) => {
      const { result, detail } = await work(transaction, new Date(now()).toISOString());
      const note = {
        actor: actorOf(call.caller),
        action,
        target,
        outcome: 'done',
        address: call.request.ip,
      } as const;
      await audit(transaction, detail === undefined ? note : { ...note, detail }, now());
      return result;
    });
  }

  /** A change of what somebody may see: live streams end and come back under the new rights. */
  async function changeRights<T>(...asked: Parameters<typeof change<T>>): Promise<T> {
    const result = await change(...asked);
    live.endAll();
    return result;
  }

  return [
    implement(routes.listUsers, () =>
      state.read(async (reader) => {
        const page = await reader
          .table(users)
          .list({ ...all, sort: [{ column: 'login', direction: 'ascending' }] });
        const views = [];
        for (const { record } of page.rows) views.push(userView(record, await heldBy(reader, record.id)));
        return { users: views };
      }),
    ),
    implement(routes.createUser, async (call) => {
      const passwordHash = await hashPassword(call.body.password);
      return change(call, 'createUser', call.body.username, async (transaction, at) => {
        const user = newUser(call.body.username, passwordHash, at);
        await transaction.table(users).insert(user);
        return { result: userView(user, []) };
      });
    }),
    implement(routes.deleteUser, (call) =>
      changeRights(call, 'deleteUser', call.params.id, async (transaction) => {
        const user = await transaction.table(users).get(call.params.id);
        if (user === undefined) throw notFound(`user ${call.params.id}`);
        const ofUser: Filter = { op: '=', field: 'userId', value: call.params.id };
        await transaction.table(grants).deleteWhere(ofUser);
        await requireAdministrator(transaction);
        await transaction.table(sessions).deleteWhere(ofUser);
        await transaction.table(users).delete(call.params.id);
        return { result: undefined, detail: { username: user.record.login } };
      }),
    ),
    implement(routes.listTeams, () =>
      state.read(async (reader) => {
        const page = await reader
          .table(teams)
          .list({ ...all, sort: [{ column: 'name', direction: 'ascending' }] });
        const views: TeamView[] = [];
        for (const { record } of page.rows) views.push(await viewOfTeam(reader, record.id));
        return { teams: views };
      }),
    ),
    implement(routes.createTeam, (call) =>
      change(call, 'createTeam', call.body.name, async (transaction, at) => {
        const id = randomUUID();
        await transaction
          .table(teams)
          .insert({ id, ...call.body, description: '', createdAt: at, updatedAt: at });
        return { result: await viewOfTeam(transaction, id), detail: { scope: call.body.scope } };
      }),
    ),
    implement(routes.updateTeam, (call) =>
      changeRights(call, 'updateTeam', call.params.id, async (transaction, at) => {
        if (call.params.id === everywhereTeamId) throw untouchable();
        const team = await transaction.table(teams).get(call.params.id);
        if (team === undefined) throw notFound(`team ${call.params.id}`);
        await transaction.table(teams).update({ ...team.record, ...call.body, updatedAt: at }, team.version);
        const detail = { before: team.record.scope, after: call.body.scope, name: call.body.name };
        return { result: await viewOfTeam(transaction, call.params.id), detail };
      }),
    ),
    implement(routes.deleteTeam, (call) =>
      changeRights(call, 'deleteTeam', call.params.id, async (transaction) => {
        if (call.params.id === everywhereTeamId) throw untouchable();
        const team = await transaction.table(teams).get(call.params.id);
        if (team === undefined) throw notFound(`team ${call.params.id}`);
        await transaction.table(grants).deleteWhere({ op: '=', field: 'teamId', value: call.params.id });
        for (const token of (await transaction.table(apiTokens).list(all)).rows) {
          if (token.record.teamId === call.params.id) await transaction.table(apiTokens).delete(token.key);
        }
        await transaction.table(teams).delete(call.params.id);
        return { result: undefined, detail: { name: team.record.name } };
      }),
    ),
    implement(routes.grantRole, (call) =>
      changeRights(call, 'grantRole', `${call.params.id}/${call.params.userId}`, async (transaction, at) => {
        const { id: teamId, userId } = call.params;
        if ((await transaction.table(teams).get(teamId)) === undefined) throw notFound(`team ${teamId}`);
        if ((await transaction.table(users).get(userId)) === undefined) throw notFound(`user ${userId}`);
        const grant: Grant = {
          userId,
          teamId,
          role: call.body.role,
          grantedAt: at,
          grantedBy: actorOf(call.caller),
        };
        await transaction.table(grants).put(grant);
        await requireAdministrator(transaction);
        return { result: await viewOfTeam(transaction, teamId), detail: { role: call.body.role } };
      }),
    ),
    implement(routes.revokeRole, (call) =>
      changeRights(call, 'revokeRole', `${call.params.id}/${call.params.userId}`, async (transaction) => {
        const isGone = await transaction.table(grants).delete(grantKey(call.params.userId, call.params.id));
        if (!isGone) throw notFound('that role');
        await requireAdministrator(transaction);
        return { result: undefined };
      }),
    ),
    implement(routes.listTokens, () =>
      state.read(async (reader) => {
        const page = await reader.table(apiTokens).list(all);
        const tokens = [];
        for (const { record } of page.rows) {
          const team = await reader.table(teams).get(record.teamId ?? everywhereTeamId);
          const user = await reader.table(users).get(record.userId);
          tokens.push(tokenView(record, team?.record.name ?? '', user?.record.login ?? record.userId));
        }
        return { tokens };
      }),
    ),
    implement(routes.createToken, (call) =>
      change(call, 'createToken', call.body.name, async (transaction, at) => {
        const team = await transaction.table(teams).get(call.body.teamId);
        if (team === undefined) throw notFound(`team ${call.body.teamId}`);
        if (call.caller.kind !== 'user') throw new HttpError(403, 'forbidden', 'a token cannot make tokens');
        const secret = newSecret('bw_');
        const token = {
          id: randomUUID(),
          tokenHash: hashSecret(secret),
          name: call.body.name,
          scopes: call.body.scopes,
          userId: call.caller.userId,
          teamId: call.body.teamId,
          createdAt: at,
          expiresAt: new Date(now() + call.body.expiresInDays * 86_400_000).toISOString(),
        };
        await transaction.table(apiTokens).insert(token);
        const result = { token: tokenView(token, team.record.name, call.caller.username), secret };
        return {
          result,
          detail: { scopes: call.body.scopes, team: team.record.name, expiresAt: token.expiresAt },
        };
      }),
    ),
    implement(routes.revokeToken, (call) =>
      changeRights(call, 'revokeToken', call.params.id, async (transaction) => {
        const isGone = await transaction.table(apiTokens).delete(call.params.id);
        if (!isGone) throw notFound(`token ${call.params.id}`);
        return { result: undefined };
      }),
    ),
    implement(routes.listAuditLog, ({ query }) =>
      state.read(async (reader) => {
        const log = reader.log(auditLog);
        const page = await log.list({
          filter: timeFilter(query, 'time'),
          sort: [{ column: 'time', direction: 'descending' }],
          limit: query.limit,
          ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
        });
        return {
          rows: page.rows.map(({ record }) => auditView(record)),
          total: page.total,
          totalInScope: await log.count(),
          ...(page.next === undefined ? {} : { nextCursor: page.next }),
        };
      }),
    ),
  ];
}

function untouchable(): HttpError {
  return new HttpError(409, 'built-in-team', 'the team Everywhere is built in: make another team instead');
}

/** Refuses a change that would leave nobody to administer the installation. */
async function requireAdministrator(transaction: Tables): Promise<void> {
  const administrators = await transaction.table(grants).count({
    op: 'and',
    filters: [
      { op: '=', field: 'teamId', value: everywhereTeamId },
      { op: '=', field: 'role', value: 'administrator' },
    ],
  });
  if (administrators > 0) return;
  throw new HttpError(409, 'last-administrator', 'that would leave no administrator: make another one first');
}

async function heldBy(
  reader: Tables,
  userId: string,
): Promise<readonly { teamId: string; team: string; role: Grant['role'] }[]> {
  const page = await reader
    .table(grants)
    .list({ ...all, filter: { op: '=', field: 'userId', value: userId } });
  const held = [];
  for (const { record } of page.rows) {
    const team = await reader.table(teams).get(record.teamId);
    held.push({ teamId: record.teamId, team: team?.record.name ?? record.teamId, role: record.role });
  }
  return held;
}

async function viewOfTeam(reader: Tables, teamId: string): Promise<TeamView> {
  const team = await reader.table(teams).get(teamId);
  if (team === undefined) throw notFound(`team ${teamId}`);
  const page = await reader
    .table(grants)
    .list({ ...all, filter: { op: '=', field: 'teamId', value: teamId } });
  const names = new Map<string, string>();
  for (const { record } of page.rows) {
    const user = await reader.table(users).get(record.userId);
    if (user !== undefined) names.set(record.userId, user.record.login);
  }
  return teamView(
    team.record,
    page.rows.map(({ record }) => record),
    names,
  );
}

function auditView(entry: AuditEntry): AuditEntryView {
  return {
    id: entry.id,
    time: entry.time,
    actor: entry.actor,
    action: entry.action,
    target: entry.target,
    outcome: entry.outcome,
    ...(entry.address === undefined ? {} : { address: entry.address }),
    detail: entry.detail,
  };
}
