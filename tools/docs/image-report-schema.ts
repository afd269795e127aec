import { imageReportJsonSchema } from '@breakwater/api';
import type { Page } from './page.ts';

/** What `breakwater image scan --json` prints and the server takes. */
export const imageReportSchemaPage: Page = {
  file: 'image-report.schema.json',
  write: async () =>
    `${JSON.stringify({ ...imageReportJsonSchema(), title: 'Result of an image scan' }, null, 2)}\n`,
};
