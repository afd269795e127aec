import { randomUUID } from 'node:crypto';
import { routes, type Team as TeamView } from '@breakwater/api';
import { apiTokens, type Grant, grantKey, grants, teams, users } from '@breakwater/store';
import { type AdministrationContext, change, changeRights } from '../administration/change.ts';
import { requireAdministrator, viewOfTeam } from '../administration/grants.ts';
import { recordsOf } from '../all-records.ts';
import { actorOf } from '../auth/caller.ts';
import { everywhereTeamId } from '../auth/identities.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';

/** Teams, their scopes, and who holds which role in them. */
export function teamHandlers(context: AdministrationContext): readonly Handler[] {
  return [
    implement(routes.listTeams, () =>
      context.state.read(async (reader) => {
        const sort = [{ column: 'name', direction: 'ascending' }] as const;
        const page = await reader.table(teams).list({ limit: 1000, sort });
        const views: TeamView[] = [];
        for (const { record } of page.rows) views.push(await viewOfTeam(reader, record.id));
        return { teams: views };
      }),
    ),
    implement(routes.createTeam, (call) =>
      change(context, call, {
        action: 'createTeam',
        target: call.body.name,
        work: async (transaction, at) => {
          const id = randomUUID();
          await transaction
            .table(teams)
            .insert({ id, ...call.body, description: '', createdAt: at, updatedAt: at });
          return { result: await viewOfTeam(transaction, id), detail: { scope: call.body.scope } };
        },
      }),
    ),
    implement(routes.updateTeam, (call) =>
      changeRights(context, call, {
        action: 'updateTeam',
        target: call.params.id,
        work: async (transaction, at) => {
          refuseBuiltIn(call.params.id);
          const team = await transaction.table(teams).get(call.params.id);
          if (team === undefined) throw notFound(`team ${call.params.id}`);
          await transaction
            .table(teams)
            .update({ ...team.record, ...call.body, updatedAt: at }, team.version);
          const detail = { before: team.record.scope, after: call.body.scope, name: call.body.name };
          return { result: await viewOfTeam(transaction, call.params.id), detail };
        },
      }),
    ),
    implement(routes.deleteTeam, (call) =>
      changeRights(context, call, {
        action: 'deleteTeam',
        target: call.params.id,
        work: async (transaction) => {
          const { id } = call.params;
          refuseBuiltIn(id);
          const team = await transaction.table(teams).get(id);
          if (team === undefined) throw notFound(`team ${id}`);
          await transaction.table(grants).deleteWhere({ op: '=', field: 'teamId', value: id });
          for await (const token of recordsOf(transaction.table(apiTokens))) {
            if (token.teamId === id) await transaction.table(apiTokens).delete(token.id);
          }
          await transaction.table(teams).delete(id);
          return { result: undefined, detail: { name: team.record.name } };
        },
      }),
    ),
    implement(routes.grantRole, (call) =>
      changeRights(context, call, {
        action: 'grantRole',
        target: `${call.params.id}/${call.params.userId}`,
        work: async (transaction, at) => {
          const { id: teamId, userId } = call.params;
          if ((await transaction.table(teams).get(teamId)) === undefined) throw notFound(`team ${teamId}`);
          if ((await transaction.table(users).get(userId)) === undefined) throw notFound(`user ${userId}`);
          const { role } = call.body;
          const grant: Grant = { userId, teamId, role, grantedAt: at, grantedBy: actorOf(call.caller) };
          await transaction.table(grants).put(grant);
          await requireAdministrator(transaction);
          return { result: await viewOfTeam(transaction, teamId), detail: { role } };
        },
      }),
    ),
    implement(routes.revokeRole, (call) =>
      changeRights(context, call, {
        action: 'revokeRole',
        target: `${call.params.id}/${call.params.userId}`,
        work: async (transaction) => {
          const isGone = await transaction.table(grants).delete(grantKey(call.params.userId, call.params.id));
          if (!isGone) throw notFound('that role');
          await requireAdministrator(transaction);
          return { result: undefined };
        },
      }),
    ),
  ];
}

function refuseBuiltIn(id: string): void {
  if (id !== everywhereTeamId) return;
  throw new HttpError(409, 'built-in-team', 'the team Everywhere is built in: make another team instead');
}
