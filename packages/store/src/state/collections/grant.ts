import { type GlobalCollection, keyOf } from '../collection.ts';

export type Role = 'administrator' | 'analyst' | 'auditor' | 'viewer';

/** The one role of a user in a team. */
export interface Grant {
  readonly userId: string;
  readonly teamId: string;
  readonly role: Role;
  readonly grantedAt: string;
  readonly grantedBy: string;
}

export const grants: GlobalCollection<Grant> = {
  kind: 'global',
  name: 'grants',
  key: (grant) => grantKey(grant.userId, grant.teamId),
  columns: {
    userId: { type: 'text', value: (grant) => grant.userId, isRequired: true },
    teamId: { type: 'text', value: (grant) => grant.teamId, isRequired: true },
    role: { type: 'text', value: (grant) => grant.role, isRequired: true },
  },
};

export function grantKey(userId: string, teamId: string): string {
  return keyOf(userId, teamId);
}
