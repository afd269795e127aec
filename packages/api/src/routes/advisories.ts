import { z } from 'zod';
import { readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import { type FindingRow, findingSchema } from '../schemas/finding.ts';

/** A data set of advisories, as the server uses it. */
export interface AdvisoryDataSet {
  readonly hash: string;
  readonly records: number;
  /** ISO 8601: the latest modification of a record. */
  readonly newest?: string;
  /** Whole days since `newest`. */
  readonly ageDays?: number;
  readonly importedAt: string;
  readonly knownExploited: number;
  readonly ecosystems: Readonly<Record<string, number>>;
  /** Parts of the data that were skipped when it was compiled. */
  readonly problemCount: number;
}

/** What bringing all stored images up to date with a data set came to. */
export interface AdvisoryEvaluation {
  readonly hash: string;
  readonly at: string;
  readonly seconds: number;
  readonly images: number;
  readonly changedImages: number;
  /** Different packages of all images, and how many had to be judged again. */
  readonly variants: number;
  readonly judged: number;
  /** Vulnerabilities of different packages that came, went or are rated otherwise. */
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly events: number;
}

export interface AdvisoryStatus {
  /** Absent when none was imported. */
  readonly dataSet?: AdvisoryDataSet;
  /** More than a week old: newer vulnerabilities are not known. */
  readonly isOld: boolean;
  /** Why the newest import is not used. */
  readonly problem?: string;
  readonly evaluation?: AdvisoryEvaluation;
  /** True when stored images say what the data set in use says. */
  readonly isCurrent: boolean;
  /** An evaluation that runs now. */
  readonly running?: { readonly done: number; readonly total: number };
}

const tag = 'Advisories';
const count = z.number().int().nonnegative();
const statusSchema: z.ZodType<AdvisoryStatus> = z
  .object({
    dataSet: z
      .object({
        hash: z.string(),
        records: count,
        newest: z.string().exactOptional(),
        ageDays: count.exactOptional(),
        importedAt: z.string(),
        knownExploited: count,
        ecosystems: z.record(z.string(), count),
        problemCount: count,
      })
      .exactOptional(),
    isOld: z.boolean(),
    problem: z.string().exactOptional(),
    evaluation: z
      .object({
        hash: z.string(),
        at: z.string(),
        seconds: z.number().nonnegative(),
        images: count,
        changedImages: count,
        variants: count,
        judged: count,
        added: count,
        removed: count,
        changed: count,
        events: count,
      })
      .exactOptional(),
    isCurrent: z.boolean(),
    running: z.object({ done: count, total: count }).exactOptional(),
  })
  .meta({ id: 'AdvisoryStatus' });

export const getAdvisoryStatus: Route<unknown, unknown, unknown, AdvisoryStatus> = {
  id: 'getAdvisoryStatus',
  method: 'GET',
  path: '/api/v1/advisories',
  summary: 'The advisory data in use, its age, and how stored images were last brought up to date with it',
  tag,
  access: readAccess,
  response: json(statusSchema),
};

export const refreshAdvisories: Route<unknown, unknown, unknown, AdvisoryStatus> = {
  id: 'refreshAdvisories',
  method: 'POST',
  path: '/api/v1/advisories/refresh',
  summary: 'Take up the advisory data that was imported last; stored images are brought up to date by a job',
  tag,
  access: { kind: 'permission', permission: 'respond', reach: 'everywhere', tokenScope: 'scan' },
  response: json(statusSchema),
};

export const getImageFindings: Route<
  { digest: string },
  unknown,
  unknown,
  { findings: readonly FindingRow[] }
> = {
  id: 'getImageFindings',
  method: 'GET',
  path: '/api/v1/images/:digest/findings',
  summary: 'The vulnerabilities of an image as findings: since when, and which were resolved and when',
  tag,
  access: readAccess,
  params: z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'not a sha256 digest') }),
  response: json(z.object({ findings: z.array(findingSchema) })),
};
