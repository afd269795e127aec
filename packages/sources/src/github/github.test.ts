import { expect, it, test } from 'vitest';
import { github } from './index.ts';

const push = {
  webhook_type: 'push',
  webhook_id: 'd-1',
  webhook_time: '2026-03-02T09:30:00Z',
  action: 'created',
  sender: { login: 'octo' },
  organization: { login: 'acme' },
  repository: {
    html_url: 'https://github.com/acme/app',
    description: 'd',
    private: true,
    owner: { login: 'acme' },
  },
  member: { login: 'eve' },
  changes: { permission: { to: 'admin' } },
  hook: { id: 42, type: 'Repository' },
  commits: [
    { added: ['a.txt', 'b.txt'], modified: ['c.txt'], removed: [] },
    { added: ['d.txt'], removed: ['e'] },
  ],
  head_commit: { id: 'abc', timestamp: '2026-03-02T09:29:00Z' },
  files: [{ name: 'a.txt', matches: [{ desc: 'aws key', line: 3 }, { desc: 'token' }] }, { name: 'b.txt' }],
  workflow: { path: '.github/workflows/ci.yaml' },
  workflow_miner_detections: { matches: [{ type: 'xmrig' }, { type: 'stratum' }, { type: 'xmrig' }] },
};

function read(record: object, name: string): unknown {
  const { events } = github.parse(JSON.stringify(record));
  const [event] = events;
  const field = github.fields.find((one) => one.name === name);
  if (event === undefined || field === undefined) throw new Error(`no field ${name}`);
  return field.extract(event);
}

it.each<[string, unknown, unknown]>([
  ['github.type', 'push', 'star'],
  ['github.action', 'created', ''],
  ['github.user', 'octo', ''],
  ['github.repo', 'https://github.com/acme/app', ''],
  ['github.repo.name', 'acme/app', ''],
  ['github.repo.description', 'd', ''],
  ['github.repo.public', 'false', 'true'],
  ['github.org', 'acme', ''],
  ['github.owner', 'acme', ''],
  ['github.collaborator.name', 'eve', ''],
  ['github.collaborator.role', 'admin', ''],
  ['github.webhook.id', '42', '0'],
  ['github.webhook.type', 'Repository', ''],
  ['github.commit.added', 'a.txt,b.txt,d.txt', ''],
  ['github.commit.modified', 'c.txt', ''],
  ['github.commit.removed', 'e', ''],
  ['github.diff.has_secrets', 'true', ''],
  ['github.diff.committed_secrets.desc', 'aws key,token', undefined],
  ['github.diff.committed_secrets.files', 'a.txt,a.txt', undefined],
  ['github.diff.committed_secrets.lines', '3,0', undefined],
  [
    'github.diff.committed_secrets.links',
    'https://github.com/acme/app/blob/abc/a.txt/#L3,https://github.com/acme/app/blob/abc/a.txt/#L0',
    '',
  ],
  ['github.workflow.has_miners', 'true', undefined],
  ['github.workflow.miners.type', 'xmrig,stratum', undefined],
  ['github.workflow.filename', '.github/workflows/ci.yaml', ''],
])('%s', (name, ofPush, ofLittle) => {
  expect(read(push, name)).toBe(ofPush);
  expect(read({ webhook_type: 'star', starred_at: '2026-03-02T09:30:00Z' }, name)).toBe(ofLittle);
});

test('has all 25 fields', () => {
  expect(github.fields.filter(({ name }) => name.startsWith('github.'))).toHaveLength(25);
});

test.each<[string, object, bigint | string]>([
  ['when it came', {}, 1772443800000000000n],
  ['else what it tells', { webhook_time: undefined }, 1772443740000000000n],
  ['no time', { webhook_time: 'now', head_commit: null }, 'no time'],
  ['no type', { webhook_type: undefined }, 'webhook_type is missing'],
])('the time is %s', (_, other, expected) => {
  const { events, rejected } = github.parse(JSON.stringify({ ...push, ...other }));
  if (typeof expected === 'bigint') expect(events.map(({ time }) => time)).toEqual([expected]);
  else expect(rejected).toEqual([{ index: 0, error: expect.stringContaining(expected) }]);
});

test('a delivery that comes again is the same event; the summary says whose it is', () => {
  const { events } = github.parse(JSON.stringify([push, { ...push, webhook_time: '2026-03-02T09:31:00Z' }]));
  expect(events.map(({ id }) => id)).toEqual(['d-1', 'd-1']);
  expect(events[0] && github.summarize(events[0])).toEqual({
    title: 'push created',
    place: { provider: 'github', account: 'acme' },
    user: 'octo',
  });
});
