import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyBodyOf, routes } from '@breakwater/api';
import { type ActionMode, type Detection, everything } from '@breakwater/model';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { start } from '../src/index.ts';
import { type ContentFolder, contentFolder } from '../test-support/content-folder.ts';
import { type HttpsReceiver, startHttpsReceiver } from '../test-support/https-receiver.ts';
import { ndjson, stopLogging } from '../test-support/samples.ts';
import {
  type Client,
  clientOf,
  logIn,
  password,
  serverOptions,
  startTestServer,
  type TestServer,
} from '../test-support/test-server.ts';

interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

const account = '111111111111';
const retried = { timeout: 25_000, interval: 200 };

let content: ContentFolder;
let receiver: HttpsReceiver;
let url: string;
let certificateAuthority: string;
let received: Received[];
/** What the receiver answers next; 204 when there is nothing left. */
let answers: number[];
let server: TestServer;

beforeAll(async () => {
  receiver = await startHttpsReceiver((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ path: incoming.url ?? '', headers: incoming.headers as Received['headers'], body });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  certificateAuthority = receiver.certificateAuthority;
  url = `${receiver.url}/hook`;
  content = await contentFolder();
  await content.setPolicies({});
  server = await startTestServer({
    contentRoot: content.path,
    webhooks: { allowPrivateAddresses: true, certificateAuthority },
  });
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await receiver?.stop();
  await content?.remove();
});
beforeEach(() => {
  received = [];
  answers = [];
});

async function policyWith(of: TestServer, mode: ActionMode, name: string): Promise<string> {
  const policy = await of.administrator.call(routes.createPolicy, {
    body: {
      name,
      description: '',
      type: 'cloudtrail',
      severity: 'high',
      scope: everything,
      rules: ['Trail stopped'],
      actions: [{ type: 'webhook', mode, url }],
      status: 'enabled',
    },
  });
  return policy.id;
}

async function disable(of: TestServer, id: string): Promise<void> {
  const { revision } = await of.administrator.call(routes.getPolicy, { params: { id } });
  const { versions } = await of.administrator.call(routes.listPolicyVersions, { params: { id } });
  const current = versions[0]?.policy;
  if (current === undefined) throw new Error(`policy ${id} has no version`);
  await of.administrator.call(routes.updatePolicy, {
    params: { id },
    query: { revision },
    body: { ...policyBodyOf(current), status: 'disabled' },
  });
}

async function send(of: TestServer, id: string): Promise<void> {
  const intake = await of.addToken(['intake']);
  const response = await intake.transport(routes.intakeCloudTrail.path, {
    method: 'POST',
    body: ndjson([stopLogging(id, account, 'eu-west-1')]),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

async function actionsOf(client: Client, policy: string, event: string): Promise<Detection['actions']> {
  const params = { kind: 'detection', id: `${policy}:${account}/${event}` } as const;
  const detection = await client.call(routes.getEvent, { params });
  return (detection.body as Detection).actions;
}

it('enforced, it is sent once, signed, and the detection and the audit log tell so', async () => {
  const policy = await policyWith(server, 'enforce', 'Enforced');
  await send(server, 'enforced');
  await expect
    .poll(() => actionsOf(server.administrator, policy, 'enforced'), retried)
    .toEqual([
      {
        type: 'webhook',
        mode: 'enforce',
        outcome: 'done',
        target: new URL(url).host,
        detail: 'answered 204',
        at: expect.any(String),
      },
    ]);
  // The same event again asks for nothing.
  await send(server, 'enforced');
  expect(received).toHaveLength(1);
  const [{ path, headers, body }] = received as [Received];
  expect(path).toBe('/hook');
  expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(JSON.parse(body)).toMatchObject({
    specversion: '1.0',
    type: 'io.breakwater.event.v1',
    id: `${policy}:${account}/enforced`,
    subject: 'Trail stopped',
    data: { rule: 'Trail stopped', policy: 'Enforced', severity: 'critical', place: { account } },
  });
  const { secret } = await server.administrator.call(routes.getWebhookSecret);
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  expect(headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  );
  const { rows } = await server.administrator.call(routes.listAuditLog, { query: { limit: 50 } });
  expect(rows).toContainEqual(
    expect.objectContaining({
      actor: 'policy:Enforced',
      action: 'sendWebhook',
      outcome: 'done',
      detail: expect.objectContaining({ policyId: policy, attempts: 1 }),
    }),
  );
  await disable(server, policy);
}, 40_000);

it('a receiver that fails for a moment is asked again with the same id; one that refuses is not', async () => {
  const policy = await policyWith(server, 'enforce', 'Again');
  answers = [503];
  await send(server, 'again');
  await expect
    .poll(async () => (await actionsOf(server.administrator, policy, 'again'))?.[0]?.outcome, retried)
    .toBe('done');
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([
    received[0]?.headers['webhook-id'],
    received[0]?.headers['webhook-id'],
  ]);
  answers = [410];
  await send(server, 'gone');
  await expect
    .poll(async () => (await actionsOf(server.administrator, policy, 'gone'))?.[0], retried)
    .toMatchObject({ outcome: 'failed', detail: expect.stringContaining('answered 410') });
  expect(received).toHaveLength(3);
  await disable(server, policy);
}, 60_000);

it.each([
  ['observe', 'observed'],
  ['would-have-acted', 'would-have-acted'],
] as const)('with %s nothing is sent and the detection says so', async (mode, outcome) => {
  const policy = await policyWith(server, mode, mode);
  await send(server, mode);
  expect(await actionsOf(server.administrator, policy, mode)).toEqual([
    { type: 'webhook', mode, outcome, target: new URL(url).host },
  ]);
  await disable(server, policy);
  expect(received).toEqual([]);
});

it('an action that waits survives the server, and a policy that is disabled meanwhile is heard', async () => {
  const data = await mkdtemp(join(tmpdir(), 'breakwater-'));
  const webhooks = { allowPrivateAddresses: true, certificateAuthority };
  const change = { data, contentRoot: content.path, webhooks };
  try {
    const first = await startTestServer(change);
    const kept = await policyWith(first, 'enforce', 'Kept');
    const undone = await policyWith(first, 'enforce', 'Undone');
    answers = [503, 503];
    await send(first, 'waits');
    await expect.poll(() => received.length, retried).toBe(2);
    await disable(first, undone);
    await first.stop();

    const second = await start(serverOptions(data, change));
    try {
      const administrator = await logIn(second.address, 'admin', password);
      const outcomeOf = async (policy: string) =>
        (await actionsOf(administrator, policy, 'waits'))?.[0]?.outcome;
      await expect.poll(() => outcomeOf(kept), retried).toBe('done');
      await expect.poll(() => outcomeOf(undone), retried).toBe('skipped');
      expect(received).toHaveLength(3);
    } finally {
      await second.stop();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 90_000);

it('goes to no private address unless that is allowed', async () => {
  const data = await mkdtemp(join(tmpdir(), 'breakwater-'));
  try {
    const webhooks = { allowPrivateAddresses: true, certificateAuthority };
    const lenient = await startTestServer({ data, contentRoot: content.path, webhooks });
    const policy = await policyWith(lenient, 'enforce', 'Private');
    answers = [503];
    await send(lenient, 'private');
    await expect.poll(() => received.length, retried).toBe(1);
    await lenient.stop();
    const strict = await start(serverOptions(data, { contentRoot: content.path }));
    try {
      const administrator = await logIn(strict.address, 'admin', password);
      await expect
        .poll(async () => (await actionsOf(administrator, policy, 'private'))?.[0], retried)
        .toMatchObject({ outcome: 'failed', detail: expect.stringContaining('not a public address') });
      expect(received).toHaveLength(1);
    } finally {
      await strict.stop();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 60_000);

it('to a private address is refused when it is saved', async () => {
  const strict = await startTestServer({ contentRoot: content.path });
  try {
    const refused = policyWith(strict, 'enforce', 'Private');
    await expect(refused).rejects.toMatchObject({ status: 400, code: 'private-address' });
  } finally {
    await strict.stop();
  }
}, 60_000);

it('the secret can be renewed, by administrators only', async () => {
  const before = await server.administrator.call(routes.getWebhookSecret);
  const after = await server.administrator.call(routes.renewWebhookSecret);
  expect(after.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(after.secret).not.toBe(before.secret);
  const policy = await policyWith(server, 'enforce', 'Renewed');
  await send(server, 'renewed');
  await expect.poll(() => received.length, retried).toBe(1);
  expect(received[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  await disable(server, policy);
  const token = clientOf(server.address, {});
  await expect(token.call(routes.getWebhookSecret)).rejects.toMatchObject({ status: 401 });
}, 40_000);
