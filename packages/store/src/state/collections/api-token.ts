import type { GlobalCollection } from '../collection.ts';

/** A token for programs. The token itself is never kept, only its SHA-256. */
export interface ApiToken {
  readonly id: string;
  readonly tokenHash: string;
  readonly name: string;
  /** What it may be used for: `intake`, `read` … */
  readonly scopes: readonly string[];
  /** The user whose rights bound it. */
  readonly userId: string;
  readonly teamId?: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

export const apiTokens: GlobalCollection<ApiToken> = {
  kind: 'global',
  name: 'api-tokens',
  key: (token) => token.id,
  columns: {
    tokenHash: { type: 'text', value: (token) => token.tokenHash, isRequired: true },
    name: { type: 'text', value: (token) => token.name, isRequired: true },
    userId: { type: 'text', value: (token) => token.userId, isRequired: true },
    createdAt: { type: 'time', value: (token) => token.createdAt, isRequired: true },
    expiresAt: { type: 'time', value: (token) => token.expiresAt, isRequired: true },
  },
};
