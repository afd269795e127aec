import { z } from 'zod';

export const imageScanStates = ['queued', 'running', 'done', 'failed'] as const;

/** A scan that somebody asked the server for. */
export interface ImageScan {
  readonly id: string;
  readonly reference: string;
  readonly state: (typeof imageScanStates)[number];
  /** While it runs: what it does. */
  readonly stage?: 'opening' | 'reading' | 'matching';
  /** Bytes fetched so far. */
  readonly bytes?: number;
  /** When it is done: the image. */
  readonly digest?: string;
  /** The digest was known: nothing was pulled. */
  readonly wasKnown?: boolean;
  /** Why it failed, and what to do. */
  readonly error?: string;
  readonly requestedBy: string;
  readonly createdAt: string;
  readonly finishedAt?: string;
}

export interface ImageScanBody {
  /** `[registry/]repository[:tag][@digest]` */
  readonly reference: string;
  /** `linux/amd64` when absent. */
  readonly platform?: string;
  /** Pull and scan also what is known already. */
  readonly isForced?: boolean;
}

export const imageScanBodySchema: z.ZodType<ImageScanBody> = z.strictObject({
  reference: z.string().trim().min(1).max(1024),
  platform: z
    .string()
    .regex(/^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/, 'is no platform: linux/amd64, linux/arm64 …')
    .exactOptional(),
  isForced: z.boolean().exactOptional(),
});

export const imageScanSchema: z.ZodType<ImageScan> = z
  .object({
    id: z.string(),
    reference: z.string(),
    state: z.enum(imageScanStates),
    stage: z.enum(['opening', 'reading', 'matching']).exactOptional(),
    bytes: z.number().int().nonnegative().exactOptional(),
    digest: z.string().exactOptional(),
    wasKnown: z.boolean().exactOptional(),
    error: z.string().exactOptional(),
    requestedBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().exactOptional(),
  })
  .meta({ id: 'ImageScan' });
