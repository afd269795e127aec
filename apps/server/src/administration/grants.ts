import type { Team as TeamView } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import { type Grant, grants, type StateReader, teams, users } from '@breakwater/store';
import { everywhereTeamId, teamView } from '../auth/identities.ts';
import { HttpError, notFound } from '../http/http-error.ts';

/** A reader or a transaction: both have tables. */
export type Tables = Pick<StateReader, 'table'>;

const limit = 1000;

/** Refuses a change that would leave nobody to administer the installation. */
export async function requireAdministrator(tables: Tables): Promise<void> {
  const filters: readonly Filter[] = [
    { op: '=', field: 'teamId', value: everywhereTeamId },
    { op: '=', field: 'role', value: 'administrator' },
  ];
  if ((await tables.table(grants).count({ op: 'and', filters })) > 0) return;
  throw new HttpError(409, 'last-administrator', 'that would leave no administrator: make another one first');
}

/** The roles of a user, with the names of the teams. */
export async function heldBy(
  tables: Tables,
  userId: string,
): Promise<readonly { readonly teamId: string; readonly team: string; readonly role: Grant['role'] }[]> {
  const page = await tables
    .table(grants)
    .list({ filter: { op: '=', field: 'userId', value: userId }, limit });
  const held = [];
  for (const { record } of page.rows) {
    const team = await tables.table(teams).get(record.teamId);
    held.push({ teamId: record.teamId, team: team?.record.name ?? record.teamId, role: record.role });
  }
  return held;
}

/** A team with its members as the API shows it. */
export async function viewOfTeam(tables: Tables, teamId: string): Promise<TeamView> {
  const team = await tables.table(teams).get(teamId);
  if (team === undefined) throw notFound(`team ${teamId}`);
  const page = await tables
    .table(grants)
    .list({ filter: { op: '=', field: 'teamId', value: teamId }, limit });
  const members = page.rows.map(({ record }) => record);
  const names = new Map<string, string>();
  for (const { userId } of members) {
    const user = await tables.table(users).get(userId);
    if (user !== undefined) names.set(userId, user.record.login);
  }
  return teamView(team.record, members, names);
}
