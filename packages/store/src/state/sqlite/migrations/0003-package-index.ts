import type { Migration } from '../migrate.ts';

export const packageIndex: Migration = {
  id: 3,
  name: 'package index',
  sql: `
CREATE TABLE package_variants (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "advisory_name" TEXT,
  "ecosystem" TEXT,
  "number" INTEGER NOT NULL
) STRICT;
CREATE INDEX package_variants_advisory_name ON package_variants (advisory_name);
CREATE UNIQUE INDEX package_variants_number ON package_variants (number);

CREATE TABLE variant_matches (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE image_packages (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "is_counted" TEXT NOT NULL
) STRICT;
CREATE TABLE image_scan_counts (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX image_packages_to_count ON image_packages (key) WHERE is_counted = 'false';
`,
};
