import { apiPage } from './api.ts';
import { checksPage } from './checks.ts';
import { cliPage } from './cli.ts';
import { fieldsPage } from './fields.ts';
import { frameworksPage } from './frameworks.ts';
import { imageReportSchemaPage } from './image-report-schema.ts';
import { openApiPage } from './openapi.ts';
import type { Page } from './page.ts';
import { resourceTypesPage } from './resource-types.ts';

/** Every generated page. */
export const pages: readonly Page[] = [
  apiPage,
  checksPage,
  cliPage,
  fieldsPage,
  frameworksPage,
  imageReportSchemaPage,
  openApiPage,
  resourceTypesPage,
];

/** Folder of the pages, below the root. */
export const pagesFolder = 'docs/reference';
