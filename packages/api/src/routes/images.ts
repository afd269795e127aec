import type { Filter, ImageOrigin, ImageReport, PolicyVerdict } from '@breakwater/model';
import { z } from 'zod';
import { readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type ImageCounters,
  type ImageReportFormat,
  type ImageRow,
  imageCountersSchema,
  imageOriginSchema,
  imageReportFormats,
  imageReportSchema,
  imageRowSchema,
  type LicenseCategory,
  licenseCategories,
  type SbomDownload,
  sbomDownloads,
  verdictSchema,
} from '../schemas/image.ts';
import { type OwnerAnswer, ownerAnswerSchema } from '../schemas/notification.ts';
import { type ListQuery, listFields, listQuerySchema, type Page } from '../schemas/page.ts';
import { digestSchema } from '../schemas/params.ts';

export interface ImageUpload {
  readonly origin: ImageOrigin;
  readonly report: ImageReport;
}

export interface ImagePage extends Page<ImageRow> {
  readonly counters: ImageCounters;
}

export interface ImageDetail {
  readonly row: ImageRow;
  /** The report as it was brought; its verdicts are those of where it was scanned. */
  readonly report: ImageReport;
  /** What the policies of the server say. */
  readonly verdicts: readonly PolicyVerdict[];
  /** What the licences of each package ask for, in the order of the report's packages. */
  readonly licenseCategories: readonly LicenseCategory[];
  /** Who owns it by its labels and its repository; a place where it runs may have another owner. */
  readonly owner: OwnerAnswer;
}

const tag = 'Images';
const params = z.object({ digest: digestSchema });

export const uploadImage: Route<unknown, unknown, ImageUpload, ImageRow> = {
  id: 'uploadImage',
  method: 'POST',
  path: '/api/v1/images',
  summary: 'Store the result of a scan; the same digest replaces the older result and keeps its origins',
  tag,
  access: { kind: 'permission', permission: 'respond', reach: 'team', tokenScope: 'scan' },
  body: z.strictObject({ origin: imageOriginSchema, report: imageReportSchema }),
  response: json(imageRowSchema),
  bodyLimit: 64 * 1024 * 1024,
};

export const listImages: Route<unknown, ListQuery, unknown, ImagePage> = {
  id: 'listImages',
  method: 'GET',
  path: '/api/v1/images',
  summary:
    'One row per digest; filters by status, origin, repository, tag, reference, failedPolicy; sorts by scannedAt, critical, high, fixable, packages, size, repository',
  tag,
  access: readAccess,
  query: listQuerySchema,
  response: json(
    z.object({
      rows: z.array(imageRowSchema),
      total: z.number().int(),
      totalInScope: z.number().int(),
      nextCursor: z.string().exactOptional(),
      counters: imageCountersSchema,
    }),
  ),
};

export const getImage: Route<{ digest: string }, unknown, unknown, ImageDetail> = {
  id: 'getImage',
  method: 'GET',
  path: '/api/v1/images/:digest',
  summary: 'The whole result of one image',
  tag,
  access: readAccess,
  params,
  response: json(
    z.object({
      row: imageRowSchema,
      report: imageReportSchema,
      verdicts: z.array(verdictSchema),
      licenseCategories: z.array(z.enum(licenseCategories)),
      owner: ownerAnswerSchema,
    }),
  ),
};

export const getImageSbom: Route<{ digest: string }, { format: SbomDownload }> = {
  id: 'getImageSbom',
  method: 'GET',
  path: '/api/v1/images/:digest/sbom',
  summary: 'The SBOM of one image as a download',
  tag,
  access: readAccess,
  params,
  query: z.object({ format: z.enum(sbomDownloads).default('cyclonedx') }),
  response: {
    kind: 'stream',
    contentTypes: ['application/vnd.cyclonedx+json', 'application/spdx+json', 'application/json'],
  },
};

export const getImageReport: Route<{ digest: string }, { format: ImageReportFormat }> = {
  id: 'getImageReport',
  method: 'GET',
  path: '/api/v1/images/:digest/report',
  summary: 'The result of one image as a download, in the forms of the command line',
  tag,
  access: readAccess,
  params,
  query: z.object({ format: z.enum(imageReportFormats).default('sarif') }),
  response: {
    kind: 'stream',
    contentTypes: ['application/json', 'text/html', 'text/plain', 'application/xml'],
  },
};

export const exportImages: Route<unknown, { filter?: Filter; format: 'csv' | 'jsonl' }> = {
  id: 'exportImages',
  method: 'GET',
  path: '/api/v1/images/export',
  summary: 'Every image row the filter keeps, as CSV or JSON lines',
  tag,
  access: readAccess,
  query: z.object({ filter: listFields.filter, format: z.enum(['csv', 'jsonl']).default('csv') }),
  response: { kind: 'stream', contentTypes: ['text/csv', 'application/x-ndjson'] },
};
