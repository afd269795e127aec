import type { GlobalCollection } from '../collection.ts';

/** What kind of thing a risk is accepted for. */
export type AcceptedKind = 'vulnerability' | 'check' | 'file' | 'package';

/** Which images an acceptance covers. */
export type AcceptedWhere =
  | { readonly kind: 'image'; readonly digest: string }
  | { readonly kind: 'repository'; readonly repository: string }
  | { readonly kind: 'everywhere' };

/** A risk that somebody takes until a date: policies do not fail on it. Never deleted, only revoked. */
export interface ImageException {
  readonly id: string;
  readonly kind: AcceptedKind;
  /** Id of a vulnerability, a check or a rule for files; name of a package. */
  readonly subject: string;
  /** Of a vulnerability: only in this package. */
  readonly package?: string;
  /** Of a file: only at this path. */
  readonly path?: string;
  readonly where: AcceptedWhere;
  readonly reason: string;
  /** Who answers for it: a person or a team. */
  readonly owner: string;
  /** ISO date, the last day (UTC) on which it holds. */
  readonly expires: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt?: string;
  readonly revokedBy?: string;
}

export const imageExceptions: GlobalCollection<ImageException> = {
  kind: 'global',
  name: 'image-exceptions',
  key: (exception) => exception.id,
  columns: {
    kind: { type: 'text', value: (exception) => exception.kind, isRequired: true },
    subject: { type: 'text', value: (exception) => exception.subject, isRequired: true },
    where: { type: 'text', value: (exception) => exception.where.kind, isRequired: true },
    digest: {
      type: 'text',
      value: ({ where }) => (where.kind === 'image' ? where.digest : undefined),
    },
    repository: {
      type: 'text',
      value: ({ where }) => (where.kind === 'repository' ? where.repository : undefined),
    },
    expires: { type: 'text', value: (exception) => exception.expires, isRequired: true },
    createdAt: { type: 'time', value: (exception) => exception.createdAt, isRequired: true },
    revokedAt: { type: 'time', value: (exception) => exception.revokedAt },
  },
};
