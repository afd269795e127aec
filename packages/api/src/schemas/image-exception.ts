import { z } from 'zod';
import { digestSchema } from './params.ts';

/** What a risk is accepted for. */
export const acceptedKinds = ['vulnerability', 'check', 'file', 'package'] as const;

/** Which images an acceptance covers. */
export type AcceptedWhere =
  | { readonly kind: 'image'; readonly digest: string }
  | { readonly kind: 'repository'; readonly repository: string }
  | { readonly kind: 'everywhere' };

export interface AcceptRiskBody {
  readonly kind: (typeof acceptedKinds)[number];
  /** Id of a vulnerability, a check or a rule for files; name of a package. */
  readonly subject: string;
  /** Of a vulnerability: only in this package. */
  readonly package?: string;
  /** Of a file: only at this path. */
  readonly path?: string;
  readonly where: AcceptedWhere;
  readonly reason: string;
  /** Who answers for it: a person or a team; who accepts it when absent. */
  readonly owner?: string;
  /** ISO date, the last day (UTC) on which it holds. */
  readonly expires: string;
}

export const acceptanceStates = ['active', 'expired', 'revoked'] as const;

export type AcceptanceState = (typeof acceptanceStates)[number];

/** An accepted risk as lists show it. */
export interface AcceptedRisk extends AcceptRiskBody {
  readonly id: string;
  readonly owner: string;
  readonly state: AcceptanceState;
  /** Of an image: how people name it. */
  readonly reference?: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt?: string;
  readonly revokedBy?: string;
}

const text = z.string().trim().min(1);

const fields = {
  kind: z.enum(acceptedKinds),
  subject: text.max(500),
  package: text.max(500).exactOptional(),
  path: text.max(4096).exactOptional(),
  where: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('image'), digest: digestSchema }),
    z.strictObject({ kind: z.literal('repository'), repository: text.max(500) }),
    z.strictObject({ kind: z.literal('everywhere') }),
  ]),
  reason: text.max(2000),
  expires: z.iso.date(),
};

export const acceptRiskSchema: z.ZodType<AcceptRiskBody> = z.strictObject({
  ...fields,
  owner: text.max(200).exactOptional(),
});

export const acceptedRiskSchema: z.ZodType<AcceptedRisk> = z
  .object({
    ...fields,
    id: z.string(),
    owner: z.string(),
    state: z.enum(acceptanceStates),
    reference: z.string().exactOptional(),
    createdAt: z.string(),
    createdBy: z.string(),
    revokedAt: z.string().exactOptional(),
    revokedBy: z.string().exactOptional(),
  })
  .meta({ id: 'AcceptedRisk' });
