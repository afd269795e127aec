import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PolicyBody, type PolicyRow, policyBodyOf, routes } from '@breakwater/api';
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
import { account, policyBody, startTrailServer, type TrailServer } from '../test-support/trail-server.ts';

const rule = 'Trail stopped';

let trails: TrailServer;
let content: ContentFolder;
let server: TestServer;

beforeAll(async () => {
  trails = await startTrailServer();
  ({ content, server } = trails);
});
afterAll(() => trails.stop());

function create(change: Partial<PolicyBody>): Promise<PolicyRow> {
  return server.administrator.call(routes.createPolicy, { body: policyBody({ rules: [rule], ...change }) });
}

const update = (policy: PolicyRow, change: Partial<PolicyBody>) => trails.updatePolicy(policy, change);
const send = (id: string) => trails.send(id);

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
      'https://',
    ],
    [
      'a webhook with a password in its address',
      { actions: [{ type: 'webhook', mode: 'enforce', url: 'https://user:secret@example.com/' }] },
      400,
      'invalid-request',
      'no user name or password',
    ],
    [
      'a webhook to a private address',
      { actions: [{ type: 'webhook', mode: 'observe', url: 'https://169.254.169.254/latest' }] },
      400,
      'private-address',
      'body.actions.0.url: 169.254.169.254 is 169.254.169.254, which is not a public address',
    ],
    [
      'tasks to stop that its events never name',
      {
        type: 'github',
        rules: [],
        actions: [{ type: 'stop-task', mode: 'enforce', maxPerServiceAndHour: 1 }],
      },
      400,
      'no-task',
      'events of github name no task of a cluster',
    ],
  ] as const)('with %s is refused', async (_, change, status, code, message) => {
    const refused = create({ name: 'Refused', ...(change as Partial<PolicyBody>) });
    await expect(refused).rejects.toMatchObject({ status, code, message: expect.stringContaining(message) });
  });

  it('that is saved as it is stays what it is', async () => {
    const policy = await create({
      name: 'Same',
      actions: [{ type: 'webhook', mode: 'observe', url: 'https://8.8.8.8/x' }],
    });
    expect(await update(policy, {})).toEqual(policy);
    const params = { id: policy.id };
    const { versions } = await server.administrator.call(routes.listPolicyVersions, { params });
    expect(versions.map(({ revision }) => revision)).toEqual([1]);
    const { rows } = await server.administrator.call(routes.listAuditLog, { query: { limit: 5 } });
    expect(rows.filter(({ action, target }) => action === 'updatePolicy' && target === policy.id)).toEqual(
      [],
    );
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

describe('whoever sees a part of the accounts', () => {
  const other = '222222222222';
  const url = 'https://8.8.8.8/hooks/T0P-SECRET';
  const ofAccount = (value: string) => ({ op: '=', field: 'account', value }) as const;
  let everywhere: PolicyRow;
  let here: PolicyRow;
  let there: PolicyRow;
  let team: string;
  let viewer: Client;
  let analyst: Client;

  beforeAll(async () => {
    const actions = [{ type: 'webhook', mode: 'observe', url }] as const;
    everywhere = await create({ name: 'Sight: everywhere', actions });
    here = await create({ name: 'Sight: here', scope: ofAccount(account), actions });
    there = await create({ name: 'Sight: there', scope: ofAccount(other), actions });
    for (const [value, reason] of [
      [account, 'ours'],
      [other, 'theirs'],
    ] as const) {
      await server.administrator.call(routes.addPolicyException, {
        params: { id: everywhere.id },
        body: { filter: ofAccount(value), reason, expiresAt: '2099-01-01T00:00:00Z' },
      });
    }
    await send('sight');
    team = await server.addTeam('Sight', ofAccount(account));
    viewer = await server.addUser('sight-viewer', 'viewer', team);
    analyst = await server.addUser('sight-analyst', 'analyst');
  });

  it('sees the policies that may watch in it, with the exceptions that may hold in it', async () => {
    const { policies } = await viewer.call(routes.listPolicies);
    const names = policies.map(({ name }) => name).filter((name) => name.startsWith('Sight'));
    expect(names).toEqual(['Sight: everywhere', 'Sight: here']);
    const row = await viewer.call(routes.getPolicy, { params: { id: everywhere.id } });
    expect(row.exceptions.map(({ reason }) => reason)).toEqual(['ours']);
    expect(row.suppressions, 'counts of every account').toEqual([]);
    const known = await server.administrator.call(routes.getPolicy, { params: { id: everywhere.id } });
    expect(known.exceptions).toHaveLength(2);
    expect(known.suppressions).toEqual([expect.objectContaining({ count: 1 })]);
  });

  it.each([
    ['the policy', routes.getPolicy],
    ['its versions', routes.listPolicyVersions],
  ] as const)("is told of another account's policy that there is none: %s", async (_, route) => {
    await expect(
      viewer.call<{ id: string }, unknown, unknown, unknown>(route, { params: { id: there.id } }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('cannot hunt with it, and finds it at no rule', async () => {
    const body = { policyId: there.id, from: 0, to: 1 };
    const local = await server.addUser('sight-local', 'analyst', team);
    await expect(local.call(routes.startHunt, { body })).rejects.toMatchObject({ status: 404 });
    await expect(analyst.call(routes.startHunt, { body })).resolves.toMatchObject({ id: expect.any(String) });
    const { rules } = await viewer.call(routes.listRules);
    const named = rules.find(({ name }) => name === rule)?.policies.map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(['Sight: here']));
    expect(named).not.toContain('Sight: there');
  });

  it('sees no address of a webhook, wherever it stands', async () => {
    for (const client of [viewer, analyst, await server.addToken(['read'])]) {
      const params = { id: here.id };
      const seen = [
        await client.call(routes.getPolicy, { params }),
        await client.call(routes.listPolicies),
        await client.call(routes.listPolicyVersions, { params }),
      ];
      expect(JSON.stringify(seen)).not.toContain('8.8.8.8');
      expect(seen[0]).toMatchObject({ actions: [{ type: 'webhook', mode: 'observe' }] });
      const exported = await client.transport(routes.exportPolicies.path, { method: 'GET' });
      expect(exported.status).toBe(403);
    }
    const row = await server.administrator.call(routes.getPolicy, { params: { id: here.id } });
    expect(row.actions).toEqual([{ type: 'webhook', mode: 'observe', url }]);
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
    const policy = await later.administrator.call(routes.createPolicy, {
      body: policyBody({ rules: [rule] }),
    });
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
          body: { ...policyBodyOf(found), ...change },
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
