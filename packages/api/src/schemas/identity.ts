import type { Filter } from '@breakwater/model';
import { z } from 'zod';
import { type Role, roles, type TokenScope, tokenScopes } from '../access.ts';
import { filterSchema } from './filter.ts';

export interface Grant {
  readonly teamId: string;
  readonly team: string;
  readonly role: Role;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly grants: readonly Grant[];
  readonly createdAt: string;
  readonly lastLoginAt?: string;
}

/** A saved scope: what its members see. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly scope: Filter;
  /** The scope is Everywhere. */
  readonly isEverywhere: boolean;
  readonly members: readonly { readonly userId: string; readonly username: string; readonly role: Role }[];
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly teamId: string;
  readonly team: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt?: string;
}

/** Who is logged in, what they may do, and the token that every change must carry in `x-csrf-token`. */
export interface Session {
  readonly user: User;
  readonly permissions: readonly string[];
  /** Holds a role in a team whose scope is Everywhere. */
  readonly isAdministrator: boolean;
  readonly csrfToken: string;
  readonly expiresAt: string;
}

const text = z.string();
export const roleSchema: z.ZodType<Role> = z.enum(roles);

export const usernameSchema: z.ZodType<string> = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/, 'letters, digits and . _ @ + - only, at most 128');

/** Long rather than contrived: NIST SP 800-63B. */
export const passwordSchema: z.ZodType<string> = z
  .string()
  .min(12, 'a password has at least 12 characters')
  .max(1024);

export const userSchema: z.ZodType<User> = z
  .object({
    id: text,
    username: text,
    grants: z.array(z.object({ teamId: text, team: text, role: roleSchema })),
    createdAt: text,
    lastLoginAt: text.exactOptional(),
  })
  .meta({ id: 'User' });

export const teamSchema: z.ZodType<Team> = z
  .object({
    id: text,
    name: text,
    scope: filterSchema,
    isEverywhere: z.boolean(),
    members: z.array(z.object({ userId: text, username: text, role: roleSchema })),
  })
  .meta({ id: 'Team' });

export const apiTokenSchema: z.ZodType<ApiToken> = z
  .object({
    id: text,
    name: text,
    scopes: z.array(z.enum(tokenScopes)),
    teamId: text,
    team: text,
    createdBy: text,
    createdAt: text,
    expiresAt: text,
    lastUsedAt: text.exactOptional(),
  })
  .meta({ id: 'ApiToken' });

export const sessionSchema: z.ZodType<Session> = z
  .object({
    user: userSchema,
    permissions: z.array(text),
    isAdministrator: z.boolean(),
    csrfToken: text,
    expiresAt: text,
  })
  .meta({ id: 'Session' });
