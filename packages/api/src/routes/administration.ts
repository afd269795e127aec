import type { Filter } from '@breakwater/model';
import { z } from 'zod';
import { administerAccess, type Role, type TokenScope, tokenScopes } from '../access.ts';
import { json, type Route } from '../route.ts';
import { filterSchema } from '../schemas/filter.ts';
import {
  type ApiToken,
  apiTokenSchema,
  passwordSchema,
  roleSchema,
  type Team,
  teamSchema,
  type User,
  usernameSchema,
  userSchema,
} from '../schemas/identity.ts';
import {
  type ListQuery,
  listFields,
  type Page,
  pageOf,
  type TimeRange,
  timeFields,
} from '../schemas/page.ts';
import { idParams } from '../schemas/params.ts';

export interface UserBody {
  readonly username: string;
  readonly password: string;
}

export interface TeamBody {
  readonly name: string;
  readonly scope: Filter;
}

export interface TokenBody {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly teamId: string;
  readonly expiresInDays: number;
}

/** A change, or an attempt at one that was refused. Rows are only ever added. */
export interface AuditEntry {
  readonly id: string;
  readonly time: string;
  readonly actor: string;
  /** The route's id, or what the server did by itself. */
  readonly action: string;
  readonly target: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly address?: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const tag = 'Administration';
const teamBody = z.strictObject({ name: z.string().trim().min(1).max(100), scope: filterSchema });

export const listUsers: Route<unknown, unknown, unknown, { users: readonly User[] }> = {
  id: 'listUsers',
  method: 'GET',
  path: '/api/v1/users',
  summary: 'Users with their roles',
  tag,
  access: administerAccess,
  response: json(z.object({ users: z.array(userSchema) })),
};

export const createUser: Route<unknown, unknown, UserBody, User> = {
  id: 'createUser',
  method: 'POST',
  path: '/api/v1/users',
  summary: 'Create a user; sees nothing until granted a role in a team',
  tag,
  access: administerAccess,
  body: z.strictObject({ username: usernameSchema, password: passwordSchema }),
  response: json(userSchema),
};

export const deleteUser: Route<{ id: string }> = {
  id: 'deleteUser',
  method: 'DELETE',
  path: '/api/v1/users/:id',
  summary: 'Delete a user with sessions and grants; refused for the last administrator',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const listTeams: Route<unknown, unknown, unknown, { teams: readonly Team[] }> = {
  id: 'listTeams',
  method: 'GET',
  path: '/api/v1/teams',
  summary: 'Teams with scope and members',
  tag,
  access: administerAccess,
  response: json(z.object({ teams: z.array(teamSchema) })),
};

export const createTeam: Route<unknown, unknown, TeamBody, Team> = {
  id: 'createTeam',
  method: 'POST',
  path: '/api/v1/teams',
  summary: 'Create a team with its scope',
  tag,
  access: administerAccess,
  body: teamBody,
  response: json(teamSchema),
};

export const updateTeam: Route<{ id: string }, unknown, TeamBody, Team> = {
  id: 'updateTeam',
  method: 'PUT',
  path: '/api/v1/teams/:id',
  summary: 'Change the name or scope of a team; takes effect at once, live streams included',
  tag,
  access: administerAccess,
  params: idParams,
  body: teamBody,
  response: json(teamSchema),
};

export const deleteTeam: Route<{ id: string }> = {
  id: 'deleteTeam',
  method: 'DELETE',
  path: '/api/v1/teams/:id',
  summary: 'Delete a team with its grants and tokens; refused for the team Everywhere',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const grantRole: Route<{ id: string; userId: string }, unknown, { role: Role }, Team> = {
  id: 'grantRole',
  method: 'PUT',
  path: '/api/v1/teams/:id/members/:userId',
  summary: 'Give a user a role in a team, in place of the one held before',
  tag,
  access: administerAccess,
  params: z.object({ id: z.string().max(200), userId: z.string().max(200) }),
  body: z.strictObject({ role: roleSchema }),
  response: json(teamSchema),
};

export const revokeRole: Route<{ id: string; userId: string }> = {
  id: 'revokeRole',
  method: 'DELETE',
  path: '/api/v1/teams/:id/members/:userId',
  summary: 'Take a user out of a team; refused for the last administrator',
  tag,
  access: administerAccess,
  params: z.object({ id: z.string().max(200), userId: z.string().max(200) }),
  response: { kind: 'empty' },
};

export const listTokens: Route<unknown, unknown, unknown, { tokens: readonly ApiToken[] }> = {
  id: 'listTokens',
  method: 'GET',
  path: '/api/v1/tokens',
  summary: 'API tokens; the secret itself is never shown again',
  tag,
  access: administerAccess,
  response: json(z.object({ tokens: z.array(apiTokenSchema) })),
};

export const createToken: Route<unknown, unknown, TokenBody, { token: ApiToken; secret: string }> = {
  id: 'createToken',
  method: 'POST',
  path: '/api/v1/tokens',
  summary: 'Create an API token; the answer holds the secret, once',
  tag,
  access: administerAccess,
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(tokenScopes)).min(1),
    teamId: z.string().max(200),
    expiresInDays: z.number().int().min(1).max(3650),
  }),
  response: json(z.object({ token: apiTokenSchema, secret: z.string() })),
};

export const revokeToken: Route<{ id: string }> = {
  id: 'revokeToken',
  method: 'DELETE',
  path: '/api/v1/tokens/:id',
  summary: 'Revoke an API token at once',
  tag,
  access: administerAccess,
  params: idParams,
  response: { kind: 'empty' },
};

export const listAuditLog: Route<unknown, ListQuery & TimeRange, unknown, Page<AuditEntry>> = {
  id: 'listAuditLog',
  method: 'GET',
  path: '/api/v1/audit-log',
  summary: 'Every change and refused attempt, newest first; filters by actor, action, outcome, target',
  tag,
  access: { kind: 'permission', permission: 'audit', reach: 'everywhere' },
  query: z.object({ ...listFields, ...timeFields }),
  response: json(
    pageOf<AuditEntry>(
      z.object({
        id: z.string(),
        time: z.string(),
        actor: z.string(),
        action: z.string(),
        target: z.string(),
        outcome: z.enum(['done', 'refused', 'failed']),
        address: z.string().exactOptional(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
};
