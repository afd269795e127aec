import type { Migration } from '../migrate.ts';

export const baseImages: Migration = {
  id: 5,
  name: 'base-images',
  sql: `
-- Older rows get theirs when the image is scanned again.
ALTER TABLE image_reports ADD COLUMN "top_layer" TEXT;
CREATE INDEX image_reports_top_layer ON image_reports (top_layer);
`,
};
