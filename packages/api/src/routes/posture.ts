import type { CheckResult, Filter, FindingStatus, Severity } from '@breakwater/model';
import { z } from 'zod';
import { readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type FrameworkDetail,
  type FrameworkSummary,
  frameworkDetailSchema,
  frameworkSummarySchema,
} from '../schemas/compliance.ts';
import { checkResultSchema, type FindingRow, findingSchema } from '../schemas/finding.ts';
import { type ListQuery, listFields, listQuerySchema, type Page } from '../schemas/page.ts';
import { idParams } from '../schemas/params.ts';
import { severitySchema } from '../schemas/place.ts';

export interface FindingPage extends Page<FindingRow> {
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byStatus: Readonly<Record<FindingStatus, number>>;
}

/** A check with how it fared on the resources in scope. */
export interface CheckRow {
  readonly id: string;
  readonly title: string;
  readonly resourceType: string;
  readonly severity: Severity;
  readonly description: string;
  readonly remediation: { readonly explanation: string; readonly cli?: string; readonly iac?: string };
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly frameworks: readonly { readonly framework: string; readonly control: string }[];
}

const tag = 'Posture';
const count = z.number().int();

export const listFindings: Route<unknown, ListQuery, unknown, FindingPage> = {
  id: 'listFindings',
  method: 'GET',
  path: '/api/v1/findings',
  summary:
    'Findings; filters by type, status, severity, key (check or vulnerability), subject and place; sorts by severity, lastSeen, firstSeen',
  tag,
  access: readAccess,
  query: listQuerySchema,
  response: json(
    z.object({
      rows: z.array(findingSchema),
      total: count,
      totalInScope: count,
      nextCursor: z.string().exactOptional(),
      bySeverity: z.object({ critical: count, high: count, medium: count, low: count, info: count }),
      byStatus: z.object({ open: count, resolved: count, accepted: count }),
    }),
  ),
};

export const getFinding: Route<{ id: string }, unknown, unknown, FindingRow> = {
  id: 'getFinding',
  method: 'GET',
  path: '/api/v1/findings/:id',
  summary: 'One finding with its evidence',
  tag,
  access: readAccess,
  params: idParams,
  response: json(findingSchema),
};

export const exportFindings: Route<unknown, { filter?: Filter; format: 'csv' | 'jsonl' }> = {
  id: 'exportFindings',
  method: 'GET',
  path: '/api/v1/findings/export',
  summary: 'Every finding the filter keeps, as CSV or JSON lines',
  tag,
  access: readAccess,
  query: z.object({ filter: listFields.filter, format: z.enum(['csv', 'jsonl']).default('csv') }),
  response: { kind: 'stream', contentTypes: ['text/csv', 'application/x-ndjson'] },
};

export const listChecks: Route<unknown, unknown, unknown, { checks: readonly CheckRow[] }> = {
  id: 'listChecks',
  method: 'GET',
  path: '/api/v1/checks',
  summary: 'Every check with its counts in scope and the controls it gives evidence for',
  tag,
  access: readAccess,
  response: json(
    z.object({
      checks: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          resourceType: z.string(),
          severity: severitySchema,
          description: z.string(),
          remediation: z.object({
            explanation: z.string(),
            cli: z.string().exactOptional(),
            iac: z.string().exactOptional(),
          }),
          passed: count,
          failed: count,
          errors: count,
          frameworks: z.array(z.object({ framework: z.string(), control: z.string() })),
        }),
      ),
    }),
  ),
};

export const listFrameworks: Route<unknown, unknown, unknown, { frameworks: readonly FrameworkSummary[] }> = {
  id: 'listFrameworks',
  method: 'GET',
  path: '/api/v1/frameworks',
  summary: 'Frameworks with their score over the resources in scope',
  tag: 'Compliance',
  access: readAccess,
  response: json(z.object({ frameworks: z.array(frameworkSummarySchema) })),
};

export const getFramework: Route<{ id: string }, unknown, unknown, FrameworkDetail> = {
  id: 'getFramework',
  method: 'GET',
  path: '/api/v1/frameworks/:id',
  summary: 'One framework: requirements and controls with status and counts',
  tag: 'Compliance',
  access: readAccess,
  params: idParams,
  response: json(frameworkDetailSchema),
};

export const getControl: Route<
  { id: string; control: string },
  unknown,
  unknown,
  { results: readonly CheckResult[] }
> = {
  id: 'getControl',
  method: 'GET',
  path: '/api/v1/frameworks/:id/controls/:control',
  summary: 'The resources under one control with the verdict of its checks, failed first',
  tag: 'Compliance',
  access: readAccess,
  params: z.object({ id: z.string().max(200), control: z.string().max(200) }),
  response: json(z.object({ results: z.array(checkResultSchema) })),
};
