import { z } from 'zod';
import { readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import { type ImageComparison, imageComparisonSchema } from '../schemas/image-comparison.ts';

/** A digest, or `repository:tag` of a stored image. */
const named = z.string().trim().min(1).max(1024);

export const compareImages: Route<unknown, { from: string; to: string }, unknown, ImageComparison> = {
  id: 'compareImages',
  method: 'GET',
  path: '/api/v1/image-comparisons',
  summary:
    'What changed from one stored image to another: packages, vulnerabilities, size, configuration. Both by digest, or by repository:tag (the one scanned last)',
  tag: 'Images',
  access: readAccess,
  query: z.object({ from: named, to: named }),
  response: json(imageComparisonSchema),
};
