/** Roles, granted per team. */
export const roles = ['administrator', 'analyst', 'auditor', 'viewer'] as const;

export type Role = (typeof roles)[number];

/** What a route lets somebody do. */
export type Permission = 'read' | 'respond' | 'audit' | 'administer';

/** The permissions that each role holds inside the scope of its team. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: ['read', 'respond', 'audit', 'administer'],
  analyst: ['read', 'respond'],
  auditor: ['read', 'audit'],
  viewer: ['read'],
};

/** What an API token may be used for. A token never administers. */
export const tokenScopes = ['intake', 'scan', 'read'] as const;

export type TokenScope = (typeof tokenScopes)[number];

/**
 * Who may call a route. The list of routes is the one table of authorisation: the server refuses to start
 * with a route that has no rule.
 *
 * - `public`: nobody needs to be known; `reason` says why that is safe.
 * - `session`: anybody who is logged in, for what concerns only themselves.
 * - `permission`: somebody whose role in a team holds it. With `reach: 'team'` the answer is bounded by the
 *   union of the scopes of those teams; with `reach: 'everywhere'` a team whose scope is Everywhere is
 *   needed. `tokenScope` admits an API token of that scope as well, bounded by the token's team.
 * - `token`: an API token of that scope only (machines, not people).
 */
export type Access =
  | { readonly kind: 'public'; readonly reason: string }
  | { readonly kind: 'session' }
  | {
      readonly kind: 'permission';
      readonly permission: Permission;
      readonly reach: 'team' | 'everywhere';
      readonly tokenScope?: TokenScope;
    }
  | { readonly kind: 'token'; readonly scope: TokenScope };

/** Reads data of one's teams; read tokens are welcome. */
export const readAccess: Access = {
  kind: 'permission',
  permission: 'read',
  reach: 'team',
  tokenScope: 'read',
};

/** Works on detections and rules within one's teams without changing what runs. */
export const respondAccess: Access = { kind: 'permission', permission: 'respond', reach: 'team' };

/** Changes the installation itself: users, teams, accounts, tokens. */
export const administerAccess: Access = { kind: 'permission', permission: 'administer', reach: 'everywhere' };
