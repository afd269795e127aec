import type { Answers } from './mount.tsx';

/** What the frame asks for, answered to somebody with these permissions. */
export function signedIn(
  permissions: readonly string[] = ['read', 'respond', 'audit', 'administer'],
): Answers {
  return {
    'GET /api/v1/session': {
      user: {
        id: 'u1',
        username: 'mina',
        grants: [{ teamId: 'everywhere', team: 'Everywhere', role: 'administrator' }],
        createdAt: '2026-01-01T00:00:00Z',
      },
      permissions,
      isAdministrator: permissions.includes('administer'),
      csrfToken: 'csrf-1',
      expiresAt: '2026-01-02T00:00:00Z',
    },
    'GET /api/v1/setup': { isNeeded: false },
    'GET /api/v1/scope-values': { values: [] },
  };
}
