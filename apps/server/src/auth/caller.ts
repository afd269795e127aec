import type { Role, TokenScope } from '@breakwater/api';
import type { Filter } from '@breakwater/model';

/** A role in a team, with the scope that the team has now. */
export interface CallerGrant {
  readonly teamId: string;
  readonly team: string;
  readonly role: Role;
  readonly scope: Filter;
}

/** Who calls: nobody known, a person with a session, or a program with a token. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly username: string;
      readonly grants: readonly CallerGrant[];
      /** The session's secret as the cookie carries it. */
      readonly sessionToken: string;
      readonly expiresAt: string;
    }
  | {
      readonly kind: 'token';
      readonly tokenId: string;
      readonly name: string;
      readonly scopes: readonly TokenScope[];
      readonly teamId: string;
      readonly scope: Filter;
    };

/** How the audit log names the caller. */
export function actorOf(caller: Caller): string {
  if (caller.kind === 'user') return caller.username;
  return caller.kind === 'token' ? `token:${caller.name}` : 'anonymous';
}

/** The scope "Everywhere" as a team stores it: a condition that holds for everything. */
export function isEverywhere(scope: Filter): boolean {
  return scope.op === 'and' && scope.filters.length === 0;
}
