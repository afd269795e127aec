import type { GlobalCollection } from '../collection.ts';

/** A signed-in browser. The token itself is never kept, only its SHA-256. */
export interface Session {
  readonly tokenHash: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly address?: string;
  readonly userAgent?: string;
}

export const sessions: GlobalCollection<Session> = {
  kind: 'global',
  name: 'sessions',
  key: (session) => session.tokenHash,
  columns: {
    userId: { type: 'text', value: (session) => session.userId, isRequired: true },
    expiresAt: { type: 'time', value: (session) => session.expiresAt, isRequired: true },
  },
};
