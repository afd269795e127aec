import type { Migration } from '../migrate.ts';

export const notifications: Migration = {
  id: 4,
  name: 'notifications',
  sql: `
CREATE TABLE notification_channels (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "name" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX notification_channels_name ON notification_channels (name);

CREATE TABLE notification_routes (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "name" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX notification_routes_name ON notification_routes (name);

CREATE TABLE notices (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "route_id" TEXT NOT NULL,
  "channel_id" TEXT NOT NULL,
  "group_key" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "due_at" INTEGER NOT NULL,
  "message_id" TEXT,
  "created_at" INTEGER NOT NULL
) STRICT;
CREATE INDEX notices_due ON notices (state, due_at);
CREATE INDEX notices_group ON notices (route_id, channel_id, group_key);
CREATE INDEX notices_created ON notices (created_at);

CREATE TABLE notice_groups (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "open_until" INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_groups_open ON notice_groups (open_until);

CREATE TABLE notification_messages (
  key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  "channel_id" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "run_at" INTEGER NOT NULL,
  "created_at" INTEGER NOT NULL,
  "sent_at" INTEGER
) STRICT;
CREATE INDEX notification_messages_run ON notification_messages (status, run_at);
CREATE INDEX notification_messages_sent ON notification_messages (channel_id, sent_at);
CREATE INDEX notification_messages_created ON notification_messages (created_at);
`,
};
