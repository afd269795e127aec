import type { CheckResult, Coverage, Finding, Resource } from '@breakwater/model';
import { z } from 'zod';
import { placeSchema, severitySchema } from './place.ts';

const evidence = z.record(z.string(), z.unknown());

/** A finding as lists show it. */
export interface FindingRow extends Finding {
  readonly isSample: boolean;
}

/** A resource as lists show it. */
export interface ResourceRow extends Resource {
  readonly isSample: boolean;
}

export const findingSchema: z.ZodType<FindingRow> = z
  .object({
    id: z.string(),
    type: z.enum(['vulnerability', 'check', 'image-config']),
    subject: z.string(),
    key: z.string(),
    title: z.string(),
    severity: severitySchema,
    status: z.enum(['open', 'resolved', 'accepted']),
    firstSeen: z.string(),
    lastSeen: z.string(),
    resolvedAt: z.string().exactOptional(),
    place: placeSchema,
    evidence,
    isSample: z.boolean(),
  })
  .meta({ id: 'Finding' });

export const resourceSchema: z.ZodType<ResourceRow> = z
  .object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
    place: placeSchema,
    tags: z.record(z.string(), z.string()),
    seenAt: z.string(),
    configuration: z.record(z.string(), z.unknown()),
    unread: z
      .array(z.object({ fields: z.array(z.string()), action: z.string(), reason: z.string() }))
      .exactOptional(),
    isSample: z.boolean(),
  })
  .meta({ id: 'Resource' });

export const coverageSchema: z.ZodType<Coverage> = z
  .object({
    type: z.string(),
    account: z.string(),
    region: z.string(),
    status: z.enum(['ok', 'denied', 'throttled', 'failed']),
    count: z.number().int(),
    message: z.string().exactOptional(),
  })
  .meta({ id: 'Coverage' });

export const checkResultSchema: z.ZodType<CheckResult> = z
  .object({
    checkId: z.string(),
    resourceId: z.string(),
    resourceType: z.string(),
    place: placeSchema,
    status: z.enum(['PASS', 'FAIL', 'MANUAL', 'ERROR']),
    severity: severitySchema,
    evidence,
  })
  .meta({ id: 'CheckResult' });
