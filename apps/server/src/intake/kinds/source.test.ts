import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  everything,
  type PolicyType,
  policyTypes,
  type RuntimePolicy,
  type StoredEvent,
} from '@breakwater/model';
import { createEngine, loadRules } from '@breakwater/rules';
import { sources } from '@breakwater/sources';
import { type EventStore, openSqliteEventStore } from '@breakwater/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Detector } from '../../detect/detector.ts';
import type { IntakeKind } from '../intake-kind.ts';
import { eventKinds, sourceKind } from './source.ts';

const conditions: readonly (readonly [source: string, condition: string])[] = [
  ['k8s_audit', 'ka.verb = create and ka.target.subresource = exec'],
  ['fim', 'fim.path pmatch (/usr/bin) and fim.is_content_changed = true'],
  ['config', 'config.added[/ipPermissions/*/ipRanges/*/cidrIp] intersects ("0.0.0.0/0")'],
  ['github', 'github.type = repository and github.action = publicized'],
  ['okta', 'okta.mfa.failure.countlast[300] >= 2'],
  ['syscall', 'evt.type = execve and proc.name = nc'],
];
const rules = conditions
  .map(
    ([source, condition]) =>
      `- {rule: On ${source}, desc: d, condition: '${condition}', output: seen, priority: WARNING, source: ${source}}`,
  )
  .join('\n');

function policyOf(type: PolicyType): RuntimePolicy {
  return {
    id: type,
    name: type,
    description: '',
    type,
    severity: 'high',
    scope: everything,
    rules: [],
    exceptions: [],
    actions: [],
    status: 'enabled',
    origin: 'custom',
    revision: 1,
    updatedAt: '',
    updatedBy: '',
    isSample: false,
  };
}

const { ruleset } = loadRules([{ name: 'rules.yaml', text: rules }], { sources });
if (ruleset === undefined) throw new Error('the rules of this test are wrong');
const detector = new Detector(createEngine(ruleset, { ruleMatching: 'all' }), policyTypes.map(policyOf), {
  now: Date.now,
});

let folder: string;
let store: EventStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-source-'));
  store = await openSqliteEventStore({ folder });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function kindOf(name: string): IntakeKind {
  const [, source] = eventKinds.find(([one]) => one === name) ?? [];
  if (source === undefined) throw new Error(`no kind ${name}`);
  return sourceKind(name, source, store, () => detector);
}

async function rowsOf(wanted: StoredEvent['kind']): Promise<readonly StoredEvent[]> {
  const filter = { op: '=', field: 'kind', value: wanted } as const;
  const range = { from: 0, to: 4e12, limit: 100, order: 'oldest' } as const;
  return (await store.list({ scope: everything, filter, ...range })).rows;
}

const time = '2026-03-02T09:30:00Z';
const place = {
  provider: 'aws',
  account: '1',
  region: 'eu-west-1',
  cluster: 'prod',
  task: 't',
  container: 'app',
};
const failure = (uuid: string) => ({
  uuid,
  published: time,
  eventType: 'user.authentication.auth_via_mfa',
  displayMessage: 'Authentication of user via MFA',
  outcome: { result: 'FAILURE' },
  actor: { id: '00u1', alternateId: 'ada@example.com' },
  client: { ipAddress: '203.0.113.9' },
});

it.each<[string, object, object, number]>([
  [
    'k8s-audit',
    {
      kind: 'EventList',
      items: [
        {
          auditID: 'a1',
          stage: 'ResponseComplete',
          stageTimestamp: time,
          verb: 'create',
          user: { username: 'ada' },
          sourceIPs: ['203.0.113.9'],
          objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web' },
          annotations: { cluster_name: 'prod' },
        },
      ],
    },
    {
      id: 'a1/ResponseComplete',
      source: 'k8s_audit',
      title: 'create pods web',
      place: { provider: 'kubernetes', cluster: 'prod', namespace: 'shop', pod: 'web' },
      user: 'ada',
      fields: { 'ka.user.name': 'ada', 'ka.sourceips': ['203.0.113.9'] },
    },
    1,
  ],
  [
    'fim',
    {
      id: 'f1',
      time,
      change: 'modified',
      path: '/usr/bin/curl',
      before: { sha256: 'a' },
      after: { sha256: 'b' },
      process: { name: 'sh', user: 'root' },
      place,
    },
    { id: 'f1', source: 'fim', title: '/usr/bin/curl was modified by sh', place, user: 'root' },
    1,
  ],
  [
    'config',
    {
      id: 'c1',
      time,
      change: 'updated',
      resource: {
        id: 'arn:x',
        type: 'aws.security-group',
        name: 'web',
        place: { provider: 'aws', account: '1' },
      },
      before: { ipPermissions: [] },
      after: { ipPermissions: [{ ipRanges: [{ cidrIp: '0.0.0.0/0' }] }] },
      actor: { user: 'ada', sourceIp: '203.0.113.9' },
    },
    {
      id: 'c1',
      source: 'config',
      title: 'aws.security-group web was updated by ada',
      place: { provider: 'aws', account: '1' },
      user: 'ada',
      fields: { 'config.changed_paths': ['/ipPermissions'] },
    },
    1,
  ],
  [
    'github',
    {
      webhook_type: 'repository',
      webhook_id: 'd1',
      webhook_time: time,
      action: 'publicized',
      organization: { login: 'acme' },
      sender: { login: 'octo' },
    },
    {
      id: 'd1',
      source: 'github',
      title: 'repository publicized',
      place: { provider: 'github', account: 'acme' },
      user: 'octo',
    },
    1,
  ],
  [
    'okta',
    failure('u1'),
    {
      id: 'u1',
      source: 'okta',
      title: 'Authentication of user via MFA',
      place: { provider: 'okta' },
      user: 'ada@example.com',
    },
    0,
  ],
  [
    'syscall',
    {
      type: 'execve',
      time: '1772443800000000000',
      fields: { 'proc.name': 'nc', 'k8s.ns.name': 'shop', 'k8s.pod.name': 'web', 'user.name': 'root' },
    },
    { source: 'syscall', title: 'nc execve', place: { namespace: 'shop', pod: 'web' }, user: 'root' },
    1,
  ],
])('%s is detected on and kept with place and user', async (name, record, expected, detections) => {
  const kind = kindOf(name);
  const { items, rejected } = kind.parse(Buffer.from(JSON.stringify(record)));
  expect(rejected).toEqual([]);
  expect(await kind.store([items], false)).toMatchObject([{ accepted: 1, duplicates: 0, rejected: [] }]);
  expect(await kind.store([items], false)).toMatchObject([{ accepted: 0, duplicates: 1 }]);
  expect(await rowsOf('event')).toMatchObject([{ ...expected, time: Date.parse(time) }]);
  expect(await rowsOf('detection')).toHaveLength(detections);
});

it('names the records that are none', () => {
  const { items, rejected } = kindOf('fim').parse(Buffer.from(`[{"path":"/x"},{"time":"${time}"}]`));
  expect(items).toEqual([]);
  expect(rejected).toEqual([
    { index: 0, error: 'time is missing or not a time' },
    { index: 1, error: expect.stringContaining('change is missing') },
  ]);
});

it('counts over batches: two failures that come apart are two', async () => {
  const kind = kindOf('okta');
  for (const uuid of ['u1', 'u2']) {
    const { items } = kind.parse(Buffer.from(JSON.stringify(failure(uuid))));
    await kind.store([items], false);
  }
  expect(await rowsOf('detection')).toMatchObject([{ id: 'okta:u2' }]);
});
