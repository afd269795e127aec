import type { Migration } from '../migrate.ts';

export const imagePolicies: Migration = {
  id: 2,
  name: 'image policies',
  sql: `
CREATE TABLE image_policies (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "updated_at" INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX image_policies_name ON image_policies (name);

CREATE TABLE image_policy_versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "policy_id" TEXT NOT NULL,
  "revision" INTEGER NOT NULL
) STRICT;
CREATE INDEX image_policy_versions_policy ON image_policy_versions (policy_id, revision);
CREATE TRIGGER image_policy_versions_no_update BEFORE UPDATE ON image_policy_versions
BEGIN SELECT RAISE(ABORT, 'versions of image policies are only appended'); END;
CREATE TRIGGER image_policy_versions_no_delete BEFORE DELETE ON image_policy_versions
BEGIN SELECT RAISE(ABORT, 'versions of image policies are only appended'); END;
CREATE TRIGGER image_policy_versions_no_replace BEFORE INSERT ON image_policy_versions
WHEN EXISTS (SELECT 1 FROM image_policy_versions WHERE key = NEW.key OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'versions of image policies are only appended'); END;

CREATE TABLE image_exceptions (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "where" TEXT NOT NULL,
  "digest" TEXT,
  "repository" TEXT,
  "expires" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "revoked_at" INTEGER
) STRICT;
CREATE INDEX image_exceptions_created ON image_exceptions (created_at);

-- What older rows lack is filled in when they are judged again, which happens because "judged_by" is missing.
ALTER TABLE images ADD COLUMN "packages" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE images ADD COLUMN "size" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE images ADD COLUMN "failed_policy" TEXT;
ALTER TABLE images ADD COLUMN "judged_by" TEXT;
CREATE INDEX images_judged_by ON images (judged_by);
CREATE INDEX images_repository ON images (repository);
CREATE INDEX images_status ON images (status);
`,
};
