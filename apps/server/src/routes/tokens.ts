import { randomUUID } from 'node:crypto';
import { routes } from '@breakwater/api';
import { apiTokens, teams, users } from '@breakwater/store';
import { type AdministrationContext, change, changeRights } from '../administration/change.ts';
import { everywhereTeamId, tokenView } from '../auth/identities.ts';
import { hashSecret, newSecret } from '../auth/secrets.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';

const dayMs = 86_400_000;

/** Tokens for programs. The secret is told once and never stored. */
export function tokenHandlers(context: AdministrationContext): readonly Handler[] {
  return [
    implement(routes.listTokens, () =>
      context.state.read(async (reader) => {
        const page = await reader.table(apiTokens).list({ limit: 1000 });
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
      change(context, call, {
        action: 'createToken',
        target: call.body.name,
        work: async (transaction, at) => {
          const { name, scopes, teamId, expiresInDays } = call.body;
          const team = await transaction.table(teams).get(teamId);
          if (team === undefined) throw notFound(`team ${teamId}`);
          if (call.caller.kind !== 'user')
            throw new HttpError(403, 'forbidden', 'a token cannot make tokens');
          const secret = newSecret('bw_');
          const token = {
            id: randomUUID(),
            tokenHash: hashSecret(secret),
            name,
            scopes,
            userId: call.caller.userId,
            teamId,
            createdAt: at,
            expiresAt: new Date(context.now() + expiresInDays * dayMs).toISOString(),
          };
          await transaction.table(apiTokens).insert(token);
          const result = { token: tokenView(token, team.record.name, call.caller.username), secret };
          return { result, detail: { scopes, team: team.record.name, expiresAt: token.expiresAt } };
        },
      }),
    ),
    implement(routes.revokeToken, (call) =>
      changeRights(context, call, {
        action: 'revokeToken',
        target: call.params.id,
        work: async (transaction) => {
          if (!(await transaction.table(apiTokens).delete(call.params.id)))
            throw notFound(`token ${call.params.id}`);
          return { result: undefined };
        },
      }),
    ),
  ];
}
