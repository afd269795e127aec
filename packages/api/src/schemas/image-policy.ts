import type { VerdictReason } from '@breakwater/model';
import { z } from 'zod';
import { type ImageStatus, imageStatusSchema, verdictReasonSchema } from './image.ts';

/** What is saved of an image policy: the name stands in the text. */
export interface ImagePolicyBody {
  readonly text: string;
  readonly isEnabled: boolean;
}

/** An image policy as the list shows it. */
export interface ImagePolicyRow {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly isEnabled: boolean;
  readonly origin: 'shipped' | 'custom';
  /** A shipped policy whose text somebody changed. */
  readonly isEdited: boolean;
  /** How many gates must hold. */
  readonly gates: number;
  /** Images in the caller's scope that fail it now. */
  readonly failed: number;
  /** Why the text means nothing any more; its verdicts are incomplete. */
  readonly error?: string;
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface ImagePolicyDetail extends ImagePolicyRow {
  readonly text: string;
}

/** One state of a policy: the newest is the policy itself. */
export interface ImagePolicyVersion {
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  /** What was done: created, edited, enabled, restored revision 3 … */
  readonly change: string;
  readonly isEnabled: boolean;
  readonly text: string;
}

/** A mistake in the text of a policy. */
export interface ImagePolicyProblem {
  readonly line: number;
  /** `gates[0].severityAtLeast`; empty for the text as a whole. */
  readonly field: string;
  readonly message: string;
}

export interface PreviewBody {
  readonly text: string;
  /** Id of the policy in whose place it would come. */
  readonly replaces?: string;
  /** Of the answer before: the next images. */
  readonly cursor?: string;
}

/** An image whose status the policy would change. */
export interface PreviewChange {
  readonly digest: string;
  readonly reference: string;
  readonly from: ImageStatus;
  readonly to: ImageStatus;
  readonly reasons: readonly VerdictReason[];
}

/** What a policy would change among some of the images; the sums are over all answers. */
export interface ImagePolicyPreview {
  readonly examined: number;
  /** Images in the caller's scope. */
  readonly total: number;
  /** Those that it applies to. */
  readonly selected: number;
  /** Those that it fails, changed or not. */
  readonly failed: number;
  readonly newlyFailed: number;
  readonly newlyPassed: number;
  readonly newlyIncomplete: number;
  readonly changes: readonly PreviewChange[];
  readonly nextCursor?: string;
}

const text = z.string();
const count = z.number().int().nonnegative();
const policyTextSchema: z.ZodType<string> = z.string().min(1).max(262_144);

export const imagePolicyBodySchema: z.ZodType<ImagePolicyBody> = z.strictObject({
  text: policyTextSchema,
  isEnabled: z.boolean(),
});

const row = {
  id: text,
  name: text,
  description: text.exactOptional(),
  isEnabled: z.boolean(),
  origin: z.enum(['shipped', 'custom']),
  isEdited: z.boolean(),
  gates: count,
  failed: count,
  error: text.exactOptional(),
  revision: count,
  updatedAt: text,
  updatedBy: text,
};

export const imagePolicyRowSchema: z.ZodType<ImagePolicyRow> = z.object(row).meta({ id: 'ImagePolicyRow' });

export const imagePolicyDetailSchema: z.ZodType<ImagePolicyDetail> = z
  .object({ ...row, text })
  .meta({ id: 'ImagePolicy' });

export const imagePolicyVersionSchema: z.ZodType<ImagePolicyVersion> = z.object({
  revision: count,
  at: text,
  by: text,
  change: text,
  isEnabled: z.boolean(),
  text,
});

export const imagePolicyProblemSchema: z.ZodType<ImagePolicyProblem> = z.object({
  line: count,
  field: text,
  message: text,
});

export const previewBodySchema: z.ZodType<PreviewBody> = z.strictObject({
  text: policyTextSchema,
  replaces: z.string().max(200).exactOptional(),
  cursor: z.string().max(4096).exactOptional(),
});

export const previewSchema: z.ZodType<ImagePolicyPreview> = z.object({
  examined: count,
  total: count,
  selected: count,
  failed: count,
  newlyFailed: count,
  newlyPassed: count,
  newlyIncomplete: count,
  changes: z.array(
    z.object({
      digest: text,
      reference: text,
      from: imageStatusSchema,
      to: imageStatusSchema,
      reasons: z.array(verdictReasonSchema),
    }),
  ),
  nextCursor: text.exactOptional(),
});
