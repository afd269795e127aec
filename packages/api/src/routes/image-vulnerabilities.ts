import { z } from 'zod';
import { readAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type AffectedImage,
  affectedImageSchema,
  type FleetPackageRow,
  fleetPackageRowSchema,
  type VulnerabilityDetail,
  type VulnerabilityRow,
  vulnerabilityDetailSchema,
  vulnerabilityRowSchema,
} from '../schemas/image-vulnerability.ts';
import { type ListQuery, listFields, type Page, pageOf } from '../schemas/page.ts';

const tag = 'Images';

/** A list that is searched by text as well. */
export interface SearchQuery extends ListQuery {
  readonly q?: string;
}

const searchQuery: z.ZodType<SearchQuery> = z.object({
  ...listFields,
  q: z.string().trim().max(200).exactOptional(),
});

export const listVulnerabilities: Route<unknown, SearchQuery, unknown, Page<VulnerabilityRow>> = {
  id: 'listVulnerabilities',
  method: 'GET',
  path: '/api/v1/image-vulnerabilities',
  summary:
    'Vulnerabilities over all images, those of running tasks first; `q` finds ids and packages; filters by id, package, severity, exploited, fix, images, runningTasks; sorts by severity, id, images, runningTasks, epss, cvss',
  tag,
  access: readAccess,
  query: searchQuery,
  response: json(pageOf(vulnerabilityRowSchema)),
};

export const getVulnerability: Route<{ id: string }, unknown, unknown, VulnerabilityDetail> = {
  id: 'getVulnerability',
  method: 'GET',
  path: '/api/v1/image-vulnerabilities/:id',
  summary: 'One vulnerability: the images that have it, in which packages, and where they run',
  tag,
  access: readAccess,
  params: z.object({ id: z.string().max(200) }),
  response: json(vulnerabilityDetailSchema),
};

export const listFleetPackages: Route<unknown, SearchQuery, unknown, Page<FleetPackageRow>> = {
  id: 'listFleetPackages',
  method: 'GET',
  path: '/api/v1/image-packages',
  summary:
    'Package versions over all images; `q` finds names, versions and purls; filters by name, version, type, images, runningTasks, vulnerabilities; sorts by name, images, runningTasks, vulnerabilities',
  tag,
  access: readAccess,
  query: searchQuery,
  response: json(pageOf(fleetPackageRowSchema)),
};

export const listImagesWithPackage: Route<
  unknown,
  { purl: string },
  unknown,
  { images: readonly AffectedImage[]; total: number }
> = {
  id: 'listImagesWithPackage',
  method: 'GET',
  path: '/api/v1/image-packages/images',
  summary: 'The images that have one package version, by its purl; at most 500',
  tag,
  access: readAccess,
  query: z.object({ purl: z.string().max(2000) }),
  response: json(z.object({ images: z.array(affectedImageSchema), total: z.number().int() })),
};
