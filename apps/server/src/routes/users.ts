import { routes } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import { grants, sessions, users } from '@breakwater/store';
import { type AdministrationContext, change, changeRights } from '../administration/change.ts';
import { heldBy, requireAdministrator } from '../administration/grants.ts';
import { newUser, userView } from '../auth/identities.ts';
import { hashPassword } from '../auth/passwords.ts';
import { type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';

/** People who may log in. */
export function userHandlers(context: AdministrationContext): readonly Handler[] {
  return [
    implement(routes.listUsers, () =>
      context.state.read(async (reader) => {
        const sort = [{ column: 'login', direction: 'ascending' }] as const;
        const page = await reader.table(users).list({ limit: 1000, sort });
        const views = [];
        for (const { record } of page.rows) views.push(userView(record, await heldBy(reader, record.id)));
        return { users: views };
      }),
    ),
    implement(routes.createUser, async (call) => {
      const passwordHash = await hashPassword(call.body.password);
      return change(context, call, {
        action: 'createUser',
        target: call.body.username,
        work: async (transaction, at) => {
          const user = newUser(call.body.username, passwordHash, at);
          await transaction.table(users).insert(user);
          return { result: userView(user, []) };
        },
      });
    }),
    implement(routes.deleteUser, (call) =>
      changeRights(context, call, {
        action: 'deleteUser',
        target: call.params.id,
        work: async (transaction) => {
          const user = await transaction.table(users).get(call.params.id);
          if (user === undefined) throw notFound(`user ${call.params.id}`);
          const ofUser: Filter = { op: '=', field: 'userId', value: call.params.id };
          await transaction.table(grants).deleteWhere(ofUser);
          await requireAdministrator(transaction);
          await transaction.table(sessions).deleteWhere(ofUser);
          await transaction.table(users).delete(call.params.id);
          return { result: undefined, detail: { username: user.record.login } };
        },
      }),
    ),
  ];
}
