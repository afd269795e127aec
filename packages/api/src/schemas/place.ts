import type { Place } from '@breakwater/model';
import { z } from 'zod';

const text = z.string().max(2048).exactOptional();

export const placeSchema: z.ZodType<Place> = z
  .object({
    provider: z.enum(['aws', 'azure', 'gcp', 'github', 'okta', 'kubernetes', 'other']).exactOptional(),
    account: text,
    region: text,
    cluster: text,
    service: text,
    task: text,
    container: text,
    namespace: text,
    pod: text,
    imageDigest: text,
  })
  .meta({ id: 'Place' });

export const severitySchema: z.ZodType<'critical' | 'high' | 'medium' | 'low' | 'info'> = z.enum([
  'critical',
  'high',
  'medium',
  'low',
  'info',
]);
