import type { Migration } from '../migrate.ts';

/**
 * One table per collection: its key, a version that counts writes, the record as JSON and the columns that can
 * be filtered and sorted. Columns of lists hold a JSON array.
 */
export const initial: Migration = {
  id: 1,
  name: 'initial',
  sql: `
CREATE TABLE users (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "login" TEXT NOT NULL,
  "is_disabled" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "user_id" TEXT NOT NULL,
  "expires_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE api_tokens (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "token_hash" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "user_id" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "expires_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE teams (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "name" TEXT NOT NULL
) STRICT;

CREATE TABLE grants (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "user_id" TEXT NOT NULL,
  "team_id" TEXT NOT NULL,
  "role" TEXT NOT NULL
) STRICT;

CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "time" INTEGER NOT NULL,
  "actor" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "target" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "team" TEXT
) STRICT;

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE saved_views (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "user_id" TEXT NOT NULL,
  "page" TEXT NOT NULL,
  "name" TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "provider" TEXT NOT NULL,
  "account" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE resources (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "provider" TEXT,
  "account" TEXT,
  "region" TEXT,
  "cluster" TEXT,
  "service" TEXT,
  "task" TEXT,
  "container" TEXT,
  "namespace" TEXT,
  "pod" TEXT,
  "image_digest" TEXT,
  "type" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "tag" TEXT,
  "seen_at" INTEGER NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE coverage (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "account" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE check_results (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "provider" TEXT,
  "account" TEXT,
  "region" TEXT,
  "cluster" TEXT,
  "service" TEXT,
  "task" TEXT,
  "container" TEXT,
  "namespace" TEXT,
  "pod" TEXT,
  "image_digest" TEXT,
  "check_id" TEXT NOT NULL,
  "resource_id" TEXT NOT NULL,
  "resource_type" TEXT NOT NULL,
  "severity" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "checked_at" INTEGER NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE findings (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "provider" TEXT,
  "account" TEXT,
  "region" TEXT,
  "cluster" TEXT,
  "service" TEXT,
  "task" TEXT,
  "container" TEXT,
  "namespace" TEXT,
  "pod" TEXT,
  "image_digest" TEXT,
  "type" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "defect" TEXT NOT NULL,
  "check_id" TEXT,
  "title" TEXT NOT NULL,
  "severity" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "first_seen" INTEGER NOT NULL,
  "last_seen" INTEGER NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE assessments (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "framework" TEXT NOT NULL,
  "account" TEXT NOT NULL,
  "day" TEXT NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE images (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "image_digest" TEXT NOT NULL,
  "provider" TEXT,
  "account" TEXT,
  "region" TEXT,
  "cluster" TEXT,
  "service" TEXT,
  "namespace" TEXT,
  "reference" TEXT NOT NULL,
  "registry" TEXT,
  "repository" TEXT,
  "tag" TEXT,
  "origin" TEXT,
  "status" TEXT NOT NULL,
  "critical" INTEGER NOT NULL,
  "high" INTEGER NOT NULL,
  "medium" INTEGER NOT NULL,
  "low" INTEGER NOT NULL,
  "info" INTEGER NOT NULL,
  "fixable" INTEGER NOT NULL,
  "known_exploited" INTEGER NOT NULL,
  "last_scan_at" INTEGER NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE image_reports (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "image_digest" TEXT NOT NULL,
  "provider" TEXT,
  "account" TEXT,
  "region" TEXT,
  "cluster" TEXT,
  "service" TEXT,
  "namespace" TEXT,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE tasks (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "provider" TEXT,
  "account" TEXT,
  "region" TEXT,
  "cluster" TEXT,
  "service" TEXT,
  "task" TEXT,
  "container" TEXT,
  "namespace" TEXT,
  "pod" TEXT,
  "image_digest" TEXT,
  "family" TEXT,
  "last_status" TEXT NOT NULL,
  "desired_status" TEXT,
  "stop_code" TEXT,
  "stopped_reason" TEXT,
  "exit_code" INTEGER,
  "is_expected" TEXT NOT NULL,
  "created_at" INTEGER,
  "started_at" INTEGER,
  "stopped_at" INTEGER,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE metric_samples (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "provider" TEXT,
  "account" TEXT,
  "region" TEXT,
  "cluster" TEXT,
  "service" TEXT,
  "task" TEXT,
  "container" TEXT,
  "namespace" TEXT,
  "pod" TEXT,
  "image_digest" TEXT,
  "task_arn" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "time" INTEGER NOT NULL,
  "value" REAL NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE runtime_policies (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "severity" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE TABLE policy_versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "policy_id" TEXT NOT NULL,
  "revision" INTEGER NOT NULL
) STRICT;

CREATE TABLE policy_actions (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "detection_id" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "group" TEXT NOT NULL,
  "target" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "finished_at" INTEGER
) STRICT;

CREATE TABLE rule_files (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "origin" TEXT NOT NULL,
  "position" INTEGER NOT NULL
) STRICT;

CREATE TABLE rule_file_versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "file_id" TEXT NOT NULL,
  "revision" INTEGER NOT NULL
) STRICT;

CREATE TABLE rule_states (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE jobs (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "dedupe_key" TEXT,
  "status" TEXT NOT NULL,
  "due_at" INTEGER,
  "created_at" INTEGER NOT NULL,
  "finished_at" INTEGER
) STRICT;

CREATE TABLE outbox (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "is_sample" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX users_login ON users (login);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE UNIQUE INDEX api_tokens_hash ON api_tokens (token_hash);
CREATE UNIQUE INDEX teams_name ON teams (name);
CREATE INDEX grants_team ON grants (team_id);
CREATE INDEX saved_views_user ON saved_views (user_id, page);

CREATE INDEX audit_log_time ON audit_log (time);
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is only appended'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is only appended'); END;
CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE key = NEW.key OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'the audit log is only appended'); END;

CREATE INDEX resources_type ON resources (type, key);
CREATE INDEX resources_account ON resources (account, region);
CREATE INDEX check_results_check ON check_results (check_id, status);
CREATE INDEX check_results_resource ON check_results (resource_id);
CREATE INDEX findings_subject ON findings (type, subject, defect);
CREATE INDEX findings_status ON findings (status, severity);
CREATE INDEX findings_last_seen ON findings (last_seen);
CREATE INDEX findings_account ON findings (account, region);
CREATE INDEX assessments_day ON assessments (framework, day);
CREATE INDEX images_last_scan ON images (last_scan_at);
CREATE INDEX tasks_stopped ON tasks (stopped_at);
CREATE INDEX tasks_service ON tasks (cluster, service);
CREATE INDEX metric_samples_task ON metric_samples (task_arn, metric, time);
CREATE INDEX metric_samples_time ON metric_samples (time);

CREATE INDEX policy_actions_detection ON policy_actions (detection_id);
CREATE INDEX policy_actions_group ON policy_actions (type, "group", finished_at);
CREATE INDEX policy_actions_outcome ON policy_actions (outcome);
CREATE INDEX policy_actions_created ON policy_actions (created_at);
CREATE INDEX policy_versions_policy ON policy_versions (policy_id, revision);
CREATE TRIGGER policy_versions_no_update BEFORE UPDATE ON policy_versions
BEGIN SELECT RAISE(ABORT, 'versions of policies are only appended'); END;
CREATE TRIGGER policy_versions_no_delete BEFORE DELETE ON policy_versions
BEGIN SELECT RAISE(ABORT, 'versions of policies are only appended'); END;
CREATE TRIGGER policy_versions_no_replace BEFORE INSERT ON policy_versions
WHEN EXISTS (SELECT 1 FROM policy_versions WHERE key = NEW.key OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'versions of policies are only appended'); END;
CREATE INDEX rule_file_versions_file ON rule_file_versions (file_id, revision);
CREATE TRIGGER rule_file_versions_no_update BEFORE UPDATE ON rule_file_versions
BEGIN SELECT RAISE(ABORT, 'versions of rule files are only appended'); END;
CREATE TRIGGER rule_file_versions_no_delete BEFORE DELETE ON rule_file_versions
BEGIN SELECT RAISE(ABORT, 'versions of rule files are only appended'); END;
CREATE TRIGGER rule_file_versions_no_replace BEFORE INSERT ON rule_file_versions
WHEN EXISTS (SELECT 1 FROM rule_file_versions WHERE key = NEW.key OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'versions of rule files are only appended'); END;

CREATE INDEX jobs_due ON jobs (type, due_at);
CREATE INDEX jobs_created ON jobs (created_at);
CREATE UNIQUE INDEX jobs_dedupe ON jobs (type, dedupe_key) WHERE status IN ('queued', 'leased');
`,
};
