import { z } from 'zod';

/** The id in a path. */
export const idParams: z.ZodType<{ id: string }> = z.object({ id: z.string().max(200) });

/** The digest in a path. */
export const digestSchema: z.ZodType<string> = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'not a sha256 digest');

/** The revision that was edited: a newer one is not overwritten. */
export const revisionQuery: z.ZodType<{ revision: number }> = z.object({
  revision: z.coerce.number().int().min(1),
});

/** The revision that is to be the newest again. */
export const restoreBody: z.ZodType<{ revision: number }> = z.strictObject({
  revision: z.number().int().min(1),
});
