import type { ControlStatus, Severity } from '@breakwater/model';
import { z } from 'zod';
import { severitySchema } from './place.ts';

/** How far a framework is met. `score` is passed / (passed + failed) controls, null where nothing was assessed. */
export interface FrameworkSummary {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly isScored: boolean;
  readonly score: number | null;
  readonly controls: Readonly<Record<ControlStatus, number>>;
  readonly history: readonly { readonly date: string; readonly score: number | null }[];
}

export interface ControlRow {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly status: ControlStatus;
  readonly severity?: Severity;
  readonly checks: readonly { readonly id: string; readonly isAvailable: boolean }[];
  readonly passedResources: number;
  readonly failedResources: number;
}

export interface RequirementRow {
  readonly id: string;
  readonly score: number | null;
  readonly controls: readonly ControlRow[];
}

export interface FrameworkDetail extends FrameworkSummary {
  readonly requirements: readonly RequirementRow[];
}

const controlStatus = z.enum(['passed', 'failed', 'not-assessed', 'error']);
const score = z.number().min(0).max(1).nullable();
const count = z.number().int();

const summaryFields = {
  id: z.string(),
  name: z.string(),
  version: z.string(),
  isScored: z.boolean(),
  score,
  controls: z.object({ passed: count, failed: count, 'not-assessed': count, error: count }),
  history: z.array(z.object({ date: z.string(), score })),
};

export const frameworkSummarySchema: z.ZodType<FrameworkSummary> = z
  .object(summaryFields)
  .meta({ id: 'FrameworkSummary' });

export const frameworkDetailSchema: z.ZodType<FrameworkDetail> = z
  .object({
    ...summaryFields,
    requirements: z.array(
      z.object({
        id: z.string(),
        score,
        controls: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            requirement: z.string(),
            status: controlStatus,
            severity: severitySchema.exactOptional(),
            checks: z.array(z.object({ id: z.string(), isAvailable: z.boolean() })),
            passedResources: count,
            failedResources: count,
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'FrameworkDetail' });
