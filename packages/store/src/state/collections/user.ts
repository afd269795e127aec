import type { GlobalCollection } from '../collection.ts';

/** A person who signs in. Times are ISO 8601, UTC. */
export interface User {
  readonly id: string;
  /** Lower case. */
  readonly login: string;
  readonly displayName: string;
  /** argon2id in PHC form. */
  readonly passwordHash: string;
  readonly isDisabled: boolean;
  readonly language?: string;
  readonly createdAt: string;
  readonly lastLoginAt?: string;
}

export const users: GlobalCollection<User> = {
  kind: 'global',
  name: 'users',
  key: (user) => user.id,
  columns: {
    login: { type: 'text', value: (user) => user.login, isRequired: true },
    isDisabled: { type: 'boolean', value: (user) => user.isDisabled, isRequired: true },
    createdAt: { type: 'time', value: (user) => user.createdAt, isRequired: true },
  },
};
