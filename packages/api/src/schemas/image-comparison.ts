import type { Match } from '@breakwater/model';
import { z } from 'zod';
import { type ImageRow, imageRowSchema, matchSchema } from './image.ts';

/** A package that one image has and the other has not, or has in another version. */
export interface PackageChange {
  readonly type: string;
  readonly name: string;
  /** Versions in the first image; empty: it is new. */
  readonly from: readonly string[];
  /** Versions in the second image; empty: it is gone. */
  readonly to: readonly string[];
}

/** A part of the configuration that differs. */
export interface ConfigChange {
  /** `user`, `env`, `labels.version` … */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What changed from one image to another. */
export interface ImageComparison {
  readonly from: ImageRow;
  readonly to: ImageRow;
  readonly packages: readonly PackageChange[];
  readonly newVulnerabilities: readonly Match[];
  readonly goneVulnerabilities: readonly Match[];
  /** Vulnerabilities that both have. */
  readonly keptVulnerabilities: number;
  readonly config: readonly ConfigChange[];
  /** Layers that both begin with. */
  readonly sharedLayers: number;
  readonly layers: { readonly from: number; readonly to: number };
  /** One of the two was not examined whole: what looks new or gone may only be unseen. */
  readonly isPartial: boolean;
}

const text = z.string();
const count = z.number().int().nonnegative();

export const imageComparisonSchema: z.ZodType<ImageComparison> = z
  .object({
    from: imageRowSchema,
    to: imageRowSchema,
    packages: z.array(z.object({ type: text, name: text, from: z.array(text), to: z.array(text) })),
    newVulnerabilities: z.array(matchSchema),
    goneVulnerabilities: z.array(matchSchema),
    keptVulnerabilities: count,
    config: z.array(z.object({ field: text, from: text, to: text })),
    sharedLayers: count,
    layers: z.object({ from: count, to: count }),
    isPartial: z.boolean(),
  })
  .meta({ id: 'ImageComparison' });
