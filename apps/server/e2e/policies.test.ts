import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PolicyBody, type PolicyRow, routes } from '@breakwater/api';
import { everything } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../src/index.ts';
import { type ContentFolder, contentFolder, trailPolicy } from '../test-support/content-folder.ts';
import { ndjson, stopLogging } from '../test-support/samples.ts';
import {
  type Client,
  logIn,
  password,
  serverOptions,
  startTestServer,
  type TestServer,
} from '../test-support/test-server.ts';

const account = '111111111111';
const rule = 'Trail stopped';

let content: ContentFolder;
let server: TestServer;
let intake: Client;

beforeAll(async () => {
  content = await contentFolder();
  server = await startTestServer({ contentRoot: content.path });
  intake = await server.addToken(['intake']);
});
afterAll(async () => {
  await server.stop();
  await content.remove();
});

function body(change: Partial<PolicyBody>): PolicyBody {
  return {
    name: 'Trail watch',
    description: 'Somebody turns the trail off',
    type: 'cloudtrail',
    severity: 'high',
    scope: everything,
    rules: [rule],
    actions: [],
    status: 'enabled',
    ...change,
  };
}

function create(change: Partial<PolicyBody>): Promise<PolicyRow> {
  return server.administrator.call(routes.createPolicy, { body: body(change) });
}

function bodyOf(policy: PolicyRow, change: Partial<PolicyBody>): PolicyBody {
  const { name, description, type, severity, scope, rules, actions, status } = policy;
  return { name, description, type, severity, scope, rules, actions, status, ...change };
}

function update(policy: PolicyRow, change: Partial<PolicyBody>): Promise<PolicyRow> {
  return server.administrator.call(routes.updatePolicy, {
    params: { id: policy.id },
    query: { revision: policy.revision },
    body: bodyOf(policy, change),
  });
}

async function send(id: string): Promise<void> {
  const response = await intake.transport(routes.intakeCloudTrail.path, {
    method: 'POST',
    body: ndjson([stopLogging(id, account, 'eu-west-1')]),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

/** The detection of a policy on an event; undefined when there is none. */
async function detection(policy: PolicyRow, event: string) {
  const params = { kind: 'detection', id: `${policy.id}:${account}/${event}` } as const;
  return server.administrator.call(routes.getEvent, { params }).catch(() => undefined);
}

describe('a policy', () => {
  it('works from the next event on and says how many detections it made', async () => {
    const policy = await create({ name: 'At once' });
    expect(policy).toMatchObject({ revision: 1, origin: 'custom', ruleCount: 1, missingRules: [] });
    await send('at-once');
    expect(await detection(policy, 'at-once')).toMatchObject({
      severity: 'critical',
      fields: { 'detection.policy': 'At once', 'detection.policy_id': policy.id, 'detection.rules': [rule] },
    });
    const row = await server.administrator.call(routes.getPolicy, { params: { id: policy.id } });
    expect(row.detections).toBe(1);
  });

  it('in a dry run makes detections of severity info that are marked', async () => {
    const policy = await create({ name: 'Dry', status: 'dry-run' });
    await send('dry');
    expect(await detection(policy, 'dry')).toMatchObject({
      severity: 'info',
      tags: expect.arrayContaining(['dry-run']),
    });
    const enabled = await update(policy, { status: 'enabled' });
    await send('wet');
    expect(await detection(enabled, 'wet')).toMatchObject({ severity: 'critical' });
    await update(enabled, { status: 'disabled' });
    await send('off');
    expect(await detection(enabled, 'off')).toBeUndefined();
  });

  it('says who was faster when an edit is stale', async () => {
    const policy = await create({ name: 'Stale' });
    await update(policy, { severity: 'low' });
    await expect(update(policy, { severity: 'medium' })).rejects.toMatchObject({
      status: 409,
      code: 'changed-meanwhile',
      message: expect.stringMatching(/^admin has changed "Stale" since \(revision 2 /),
    });
  });

  it.each([
    ['a rule that is not there', { rules: [rule, 'Nope'] }, 400, 'unknown-rule', 'there is no rule "Nope"'],
    [
      'a rule of another source',
      { rules: [rule], type: 'ecs' },
      400,
      'unknown-rule',
      'is about aws_cloudtrail',
    ],
    [
      'a scope over a field that events never have',
      { scope: { op: '=', field: 'ct.usr', value: 'bob' } },
      400,
      'invalid-query',
      'did you mean "ct.user"?',
    ],
    ['a name that is taken', { name: 'Trails' }, 409, 'name-taken', 'another policy'],
    [
      'a webhook without TLS',
      { actions: [{ type: 'webhook', mode: 'enforce', url: 'http://example.com/' }] },
      400,
      'invalid-request',
      'url',
    ],
  ] as const)('with %s is refused', async (_, change, status, code, message) => {
    const refused = create({ name: 'Refused', ...(change as Partial<PolicyBody>) });
    await expect(refused).rejects.toMatchObject({ status, code, message: expect.stringContaining(message) });
  });

  it('keeps every state, and an earlier one can be restored, also after it was deleted', async () => {
    const policy = await create({ name: 'History' });
    const edited = await update(policy, { severity: 'low', status: 'dry-run' });
    const params = { id: policy.id };
    await server.administrator.call(routes.deletePolicy, { params });
    await expect(server.administrator.call(routes.getPolicy, { params })).rejects.toMatchObject({
      status: 404,
    });
    const restored = await server.administrator.call(routes.restorePolicy, {
      params,
      body: { revision: edited.revision },
    });
    expect(restored).toMatchObject({ severity: 'low', status: 'dry-run', revision: 4 });
    const { versions } = await server.administrator.call(routes.listPolicyVersions, { params });
    expect(versions.map(({ revision, change, by }) => [revision, change, by])).toEqual([
      [4, 'restored revision 2', 'admin'],
      [3, 'deleted', 'admin'],
      [2, 'edited: dry-run', 'admin'],
      [1, 'created', 'admin'],
    ]);
  });

  it('that comes with Breakwater cannot be deleted', async () => {
    const { policies } = await server.administrator.call(routes.listPolicies);
    const shipped = policies.find(({ origin }) => origin === 'shipped');
    const params = { id: shipped?.id ?? '' };
    await expect(server.administrator.call(routes.deletePolicy, { params })).rejects.toMatchObject({
      code: 'shipped-policy',
    });
  });

  it('leaves its changes in the audit log', async () => {
    const policy = await create({ name: 'Audited' });
    const { rows } = await server.administrator.call(routes.listAuditLog, { query: { limit: 5 } });
    expect(rows).toContainEqual(
      expect.objectContaining({
        actor: 'admin',
        action: 'createPolicy',
        target: 'Audited',
        detail: expect.objectContaining({ id: policy.id, revision: 1 }),
      }),
    );
  });
});

describe('an exception', () => {
  it('keeps what it accepts silent, is counted, and can be taken back', async () => {
    const policy = await create({ name: 'Excepted' });
    const params = { id: policy.id };
    const filter = { op: '=', field: 'ct.request.name', value: 'main' } as const;
    const excepted = await server.administrator.call(routes.addPolicyException, {
      params,
      body: { rule, filter, reason: 'the trail moves today' },
    });
    const exception = excepted.exceptions[0]?.id ?? '';
    await send('excepted');
    expect(await detection(policy, 'excepted')).toBeUndefined();
    const row = await server.administrator.call(routes.getPolicy, { params });
    expect(row.suppressions).toEqual([{ exception, count: 1, lastAt: expect.any(String) }]);
    await server.administrator.call(routes.removePolicyException, { params: { ...params, exception } });
    await send('no-longer-excepted');
    expect(await detection(policy, 'no-longer-excepted')).toBeDefined();
  });

  it.each([
    ['is over already', { expiresAt: '2020-01-01T00:00:00Z' }, 'expired'],
    ['is about another rule', { rule: 'Trail stopped in Europe' }, 'unknown-rule'],
  ])('that %s is refused', async (name, change, code) => {
    const policy = await create({ name });
    const refused = server.administrator.call(routes.addPolicyException, {
      params: { id: policy.id },
      body: { filter: everything, reason: 'because', ...change },
    });
    await expect(refused).rejects.toMatchObject({ status: 400, code });
  });
});

it('an exception that has expired is shown and no longer holds', async () => {
  let ahead = 0;
  const later = await startTestServer({ contentRoot: content.path, now: () => Date.now() + ahead });
  try {
    const token = await later.addToken(['intake']);
    const policy = await later.administrator.call(routes.createPolicy, { body: body({}) });
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    await later.administrator.call(routes.addPolicyException, {
      params: { id: policy.id },
      body: { filter: everything, reason: 'for a minute', expiresAt },
    });
    const push = (id: string) =>
      token.transport(routes.intakeCloudTrail.path, {
        method: 'POST',
        body: ndjson([stopLogging(id, account, 'eu-west-1')]),
      });
    await push('before');
    ahead = 61_000;
    await push('after');
    const found = async (id: string) =>
      (
        await later.administrator.transport(
          `/api/v1/events/detection/${encodeURIComponent(`${policy.id}:${account}/${id}`)}`,
          { method: 'GET' },
        )
      ).status;
    expect([await found('before'), await found('after')]).toEqual([404, 200]);
    const row = await later.administrator.call(routes.getPolicy, { params: { id: policy.id } });
    expect(row.exceptions).toEqual([expect.objectContaining({ expiresAt })]);
  } finally {
    await later.stop();
  }
});

describe('after an update of Breakwater', () => {
  it('a shipped policy that nobody edited follows its file, an edited one stays', async () => {
    const changing = await contentFolder();
    const data = await mkdtemp(join(tmpdir(), 'breakwater-'));
    const policyFile = (id: string, severity: string) =>
      trailPolicy
        .replace('id: trails', `id: ${id}`)
        .replace('name: Trails', `name: ${id}`)
        .replace('high', severity);
    const ids = ['followed', 'edited', 'switched', 'gone', 'gone-but-edited'];
    const filesOf = (names: readonly string[], severity: string) =>
      Object.fromEntries(names.map((id) => [`${id}.yaml`, policyFile(id, severity)]));
    try {
      await changing.setPolicies(filesOf(ids, 'high'));
      const before = await startTestServer({ data, contentRoot: changing.path });
      const { policies } = await before.administrator.call(routes.listPolicies);
      const edit = async (id: string, change: Partial<PolicyBody>) => {
        const found = policies.find((policy) => policy.id === id) as PolicyRow;
        await before.administrator.call(routes.updatePolicy, {
          params: { id },
          query: { revision: found.revision },
          body: bodyOf(found, change),
        });
      };
      await edit('edited', { severity: 'low' });
      await edit('gone-but-edited', { severity: 'low' });
      await edit('switched', { status: 'dry-run' });
      await before.stop();

      await changing.setPolicies(filesOf(['followed', 'edited', 'switched', 'new'], 'medium'));
      const after = await start(serverOptions(data, { contentRoot: changing.path }));
      try {
        const administrator = await logIn(after.address, 'admin', password);
        const now = await administrator.call(routes.listPolicies);
        expect(
          now.policies.map(({ id, severity, status, origin, revision }) => ({
            id,
            is: `${severity} ${status} ${origin} ${revision}`,
          })),
        ).toEqual([
          { id: 'edited', is: 'low enabled shipped 2' },
          { id: 'followed', is: 'medium enabled shipped 2' },
          { id: 'gone-but-edited', is: 'low enabled custom 3' },
          { id: 'new', is: 'medium enabled shipped 1' },
          { id: 'switched', is: 'medium dry-run shipped 3' },
        ]);
      } finally {
        await after.stop();
      }
    } finally {
      await rm(data, { recursive: true, force: true });
      await changing.remove();
    }
  });

  it.each([
    ['an unknown key', 'rulez: []', /trails\.yaml: .*rulez/],
    ['an unknown type', 'type: everything', /trails\.yaml: type: /],
    ['rules that are no list', 'rules: all', /trails\.yaml: rules: /],
  ])('a policy file with %s stops the start and is named', async (_, line, message) => {
    const faulty = await contentFolder();
    try {
      const key = line.split(':')[0] ?? '';
      const kept = trailPolicy.split('\n').filter((text) => !text.startsWith(`${key}:`));
      await faulty.setPolicies({ 'trails.yaml': [...kept, line].join('\n') });
      await expect(startTestServer({ contentRoot: faulty.path })).rejects.toThrow(message);
    } finally {
      await faulty.remove();
    }
  });
});
