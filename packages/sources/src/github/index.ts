import type { Event, EventSummary, Field } from '@breakwater/model';
import { genericFields } from '../generic-fields.ts';
import { at, defined, filled, type JsonObject } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import { parseRecords } from '../parse-records.ts';
import { idOf } from '../record-id.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';

const name = 'github';

type GithubField = Field<Event<JsonObject>>;

function derived(
  field: string,
  description: string,
  read: (record: JsonObject) => string | undefined,
): GithubField {
  return { name: field, type: 'string', description, extract: ({ record }) => read(record) };
}

/** A text at a path; present and empty when it is absent. */
function text(field: string, path: readonly string[], description: string): GithubField {
  return derived(field, description, (record) => filled(at(record, ...path)) ?? '');
}

function arrayAt(value: unknown, ...path: readonly string[]): readonly unknown[] | undefined {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : undefined;
}

function committed(key: 'added' | 'modified' | 'removed'): GithubField {
  return derived(`github.commit.${key}`, `Files ${key} by the commits, joined by commas`, (record) =>
    (arrayAt(record, 'commits') ?? [])
      .flatMap((commit) => arrayAt(commit, key) ?? [])
      .map((file) => filled(file) ?? '')
      .join(','),
  );
}

/** One text per secret that was found in the pushed files, joined by commas. */
function secrets(
  field: string,
  description: string,
  read: (match: unknown, file: unknown, record: JsonObject) => string,
  whenNotScanned?: string,
): GithubField {
  return derived(`github.diff.committed_secrets.${field}`, description, (record) => {
    const files = arrayAt(record, 'files');
    if (files === undefined) return whenNotScanned;
    return files
      .flatMap((file) => (arrayAt(file, 'matches') ?? []).map((match) => read(match, file, record)))
      .join(',');
  });
}

function lineOf(match: unknown): string {
  const line = at(match, 'line');
  return typeof line === 'number' ? String(line) : '0';
}

function miners(record: JsonObject): readonly unknown[] | undefined {
  return arrayAt(record, 'workflow_miner_detections', 'matches');
}

const repositoryUrl = ['repository', 'html_url'] as const;

const ownFields: readonly GithubField[] = [
  text('github.type', ['webhook_type'], 'Type of the message: push, star, repository …'),
  text('github.action', ['action'], 'Action of the message'),
  text('github.user', ['sender', 'login'], 'User who caused the message'),
  text('github.repo', repositoryUrl, 'URL of the repository'),
  text('github.repo.url', repositoryUrl, 'URL of the repository'),
  derived('github.repo.name', 'Owner and name of the repository', (record) =>
    (filled(at(record, ...repositoryUrl)) ?? '').replace(/^https:\/\/github\.com\//, ''),
  ),
  text('github.repo.description', ['repository', 'description'], 'Description of the repository'),
  text('github.org', ['organization', 'login'], 'Organization of the repository'),
  text('github.owner', ['repository', 'owner', 'login'], 'Owner of the repository'),
  derived('github.repo.public', 'true unless the repository is private', (record) =>
    String(at(record, 'repository', 'private') !== true),
  ),
  text('github.collaborator.name', ['member', 'login'], 'Member who was added or removed'),
  text('github.collaborator.role', ['changes', 'permission', 'to'], 'Role the member gets'),
  derived('github.webhook.id', 'Id of a new webhook', (record) => {
    const id = at(record, 'hook', 'id');
    return typeof id === 'number' ? String(id) : '0';
  }),
  text('github.webhook.type', ['hook', 'type'], 'Type of a new webhook'),
  committed('added'),
  committed('modified'),
  committed('removed'),
  derived(
    'github.diff.has_secrets',
    'true when the pushed changes hold a secret; empty when not scanned',
    (record) => {
      const files = arrayAt(record, 'files');
      if (files === undefined) return '';
      return String(files.some((file) => (arrayAt(file, 'matches') ?? []).length > 0));
    },
  ),
  secrets('desc', 'Kinds of the secrets', (match) => filled(at(match, 'desc')) ?? ''),
  secrets('files', 'Files of the secrets', (_, file) => filled(at(file, 'name')) ?? ''),
  secrets('lines', 'Lines of the secrets', lineOf),
  secrets(
    'links',
    'Links to the secrets',
    (match, file, record) => {
      const commit = filled(at(record, 'head_commit', 'id')) ?? '';
      const url = filled(at(record, ...repositoryUrl)) ?? '';
      return `${url}/blob/${commit}/${filled(at(file, 'name')) ?? ''}/#L${lineOf(match)}`;
    },
    '',
  ),
  derived('github.workflow.has_miners', 'true when a workflow file runs a miner', (record) => {
    const found = miners(record);
    return found === undefined ? undefined : String(found.length > 0);
  }),
  derived('github.workflow.miners.type', 'Kinds of the miners', (record) => {
    const found = miners(record);
    return found === undefined
      ? undefined
      : [...new Set(found.map((one) => filled(at(one, 'type')) ?? ''))].join(',');
  }),
  text('github.workflow.filename', ['workflow', 'path'], 'Workflow file'),
];

function titleOf(record: JsonObject): string {
  const parts = [at(record, 'webhook_type'), at(record, 'action')];
  return parts.flatMap((part) => filled(part) ?? []).join(' ') || 'GitHub event';
}

/**
 * Reads webhook bodies: one, a list, or one a line. What GitHub says in headers stands in the body:
 * `webhook_type` (X-GitHub-Event; required), `webhook_id` (X-GitHub-Delivery; the natural key) and
 * `webhook_time` (when it came). Without an id the body is the key, without a time the newest one that the
 * body tells.
 */
export function parseGithub(input: string | Uint8Array, options?: ParseOptions): ParseResult<JsonObject> {
  return parseRecords(input, {}, toEvent, options);
}

/** Where bodies keep the time of what happened; the repository changes with nearly everything. */
const timePaths = [
  ['webhook_time'],
  ['created_at'],
  ['starred_at'],
  ['head_commit', 'timestamp'],
  ['workflow_run', 'updated_at'],
  ['workflow_job', 'completed_at'],
  ['workflow_job', 'started_at'],
  ['check_run', 'completed_at'],
  ['review', 'submitted_at'],
  ['comment', 'updated_at'],
  ['pull_request', 'updated_at'],
  ['issue', 'updated_at'],
  ['release', 'published_at'],
  ['alert', 'updated_at'],
  ['alert', 'created_at'],
  ['deployment', 'updated_at'],
  ['key', 'created_at'],
  ['hook', 'updated_at'],
  ['installation', 'updated_at'],
  ['repository', 'updated_at'],
] as const;

function toEvent(record: JsonObject, number: number): Event<JsonObject> | string {
  if (filled(record.webhook_type) === undefined) return 'webhook_type is missing';
  const time = timePaths.map((path) => parseTime(at(record, ...path))).find((found) => found !== undefined);
  if (time === undefined) return 'no time: the body tells none, and webhook_time is missing';
  const id = filled(record.webhook_id) ?? idOf(record);
  return { source: name, type: 'pluginevent', time, id, record, number };
}

function summarizeGithub({ record }: Event<JsonObject>): EventSummary {
  const account =
    filled(at(record, 'organization', 'login')) ?? filled(at(record, 'repository', 'owner', 'login'));
  const place = defined({ provider: 'github' as const, account });
  return defined({ title: titleOf(record), place, user: filled(at(record, 'sender', 'login')) });
}

export const github: Source<JsonObject> = {
  name,
  description: 'Webhook events of GitHub',
  fields: [
    ...ownFields,
    ...(jsonFields as readonly GithubField[]),
    ...(genericFields({
      pluginName: name,
      info: (event) => titleOf(event.record as JsonObject),
    }) as readonly GithubField[]),
  ],
  indexedBy: 'github.type',
  indexedKey: 'webhook_type',
  parse: parseGithub,
  summarize: summarizeGithub,
};
