import { gzipSync } from 'node:zlib';
import { routes } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ndjson, stopLogging, stoppedTask } from '../test-support/samples.ts';
import { type Client, startTestServer, type TestServer } from '../test-support/test-server.ts';

let server: TestServer;
let intake: Client;
beforeAll(async () => {
  server = await startTestServer();
  intake = await server.addToken(['intake']);
});
afterAll(() => server.stop());

async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await intake.transport(path, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const cloudTrail = routes.intakeCloudTrail.path;
const record = (id: string) => stopLogging(id, '111111111111', 'eu-west-1');

describe('CloudTrail', () => {
  it.each([
    ['a Records document', (id: string) => JSON.stringify({ Records: [record(id)] }), {}],
    ['one record', (id: string) => JSON.stringify(record(id)), {}],
    ['JSON lines', (id: string) => ndjson([record(id)]), {}],
    ['gzip, declared', (id: string) => gzipSync(ndjson([record(id)])), { 'content-encoding': 'gzip' }],
    ['gzip, recognised', (id: string) => gzipSync(ndjson([record(id)])), {}],
    [
      'another content type',
      (id: string) => ndjson([record(id)]),
      { 'content-type': 'application/x-ndjson' },
    ],
  ])('comes as %s', async (name, body, headers) => {
    const answer = await send(cloudTrail, body(name), headers);
    expect(answer).toEqual({ status: 200, body: { accepted: 1, duplicates: 0, rejected: [] } });
    const page = await server.administrator.call(routes.listEvents, { query: { kinds: ['event'] } });
    expect(page.rows.map((row) => row.id)).toContain(`111111111111/${name}`);
  });

  it('is kept once, however often it is sent', async () => {
    const body = ndjson([record('twice'), record('twice'), record('once')]);
    expect((await send(cloudTrail, body)).body).toMatchObject({ accepted: 2, duplicates: 1 });
    expect((await send(cloudTrail, body)).body).toMatchObject({ accepted: 0, duplicates: 3 });
  });

  it('a malformed record among good ones is named, the good ones are kept', async () => {
    const body = JSON.stringify({ Records: [record('good-1'), { eventID: 'no time' }, record('good-2')] });
    const answer = await send(cloudTrail, body);
    expect(answer.body).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, error: expect.stringContaining('eventTime') }],
    });
  });

  it('a rule that fires makes a detection with severity, identity and place', async () => {
    await send(cloudTrail, ndjson([record('fires')]));
    const detail = await server.administrator.call(routes.getEvent, {
      params: { kind: 'detection', id: 'cloud-activity:111111111111/fires' },
    });
    expect(detail).toMatchObject({
      severity: 'critical',
      user: 'bob',
      place: { provider: 'aws', account: '111111111111', region: 'eu-west-1' },
      body: {
        policy: 'Suspicious cloud activity',
        rules: [{ priority: expect.any(String) }],
        sourceIp: '198.51.100.7',
        eventId: '111111111111/fires',
      },
    });
    expect(detail.tags).toContain('T1562.008');
  });
});

describe('a bad body gets a clear answer', () => {
  it.each([
    ['empty', '', {}, 400, 'empty-body'],
    ['a truncated gzip', gzipSync(ndjson([record('cut')])).subarray(0, 60), {}, 400, 'invalid-gzip'],
    ['gzip that is none', 'plain text', { 'content-encoding': 'gzip' }, 400, 'invalid-gzip'],
    ['brotli', 'x', { 'content-encoding': 'br' }, 415, 'unknown-encoding'],
    ['a gzip bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024, ' ')), {}, 413, 'too-large'],
    ['more than 16 MiB', Buffer.alloc(17 * 1024 * 1024, ' '), {}, 413, 'too-large'],
  ])('%s', async (_, body, headers, status, code) => {
    const answer = await send(cloudTrail, body, headers as Record<string, string>);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });

  it('what is not JSON at all is rejected as a record, not as a server error', async () => {
    const answer = await send(cloudTrail, 'hello');
    expect(answer).toMatchObject({ status: 200, body: { accepted: 0, rejected: [{ index: 0 }] } });
  });
});

describe('ECS events', () => {
  it('fill the black box, and the newest version of a task stays', async () => {
    const task = stoppedTask('t1', '111111111111', 'eu-west-1') as { id: string; detail: object };
    const older = {
      ...task,
      id: 'older',
      detail: { ...task.detail, version: 2, lastStatus: 'RUNNING', stoppedAt: undefined },
    };
    await send(routes.intakeEventBridge.path, ndjson([task, older]));
    const page = await server.administrator.call(routes.listTasks, {});
    expect(page.rows).toHaveLength(1);
    expect(page.rows[0]).toMatchObject({
      lastStatus: 'STOPPED',
      exitCode: 1,
      isExpected: false,
      summary: 'Container app ended with exit code 1: the application reported an error.',
      place: { cluster: 'shop', service: 'web', task: 't1' },
    });
  });

  it('join the metrics of the last minutes to the task', async () => {
    const arn = 'arn:aws:ecs:eu-west-1:111111111111:task/shop/t1';
    const labels = 'account="111111111111",region="eu-west-1",cluster="shop",task="t1"';
    const text = `bw_task_info{${labels},task_arn="${arn}"} 1\nbw_task_memory_working_set_bytes{${labels}} 536000000\nother 1\n`;
    const answer = await send(routes.intakeMetrics.path, text);
    expect(answer.body).toMatchObject({
      accepted: 1,
      rejected: [{ error: expect.stringContaining('other') }],
    });
    const task = await server.administrator.call(routes.getTask, { params: { arn } });
    expect(task.metrics).toEqual([
      { metric: 'bw_task_memory_working_set_bytes', points: [[expect.any(Number), 536_000_000]] },
    ]);
    expect(task.diagnosis.reasons).toContain('Memory reached 100 % of its limit in the last minutes');
  });
});

it('tasks are listed by whether somebody needs to look', async () => {
  const scaled = {
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: 'Scaling activity initiated by (deployment x)',
  };
  await send(
    routes.intakeEventBridge.path,
    ndjson([stoppedTask('scaled', '222222222222', 'eu-west-1', scaled)]),
  );
  const ofKind = async (value: 'true' | 'false') => {
    const query = { filter: { op: '=', field: 'isExpected', value } } as const;
    return (await server.administrator.call(routes.listTasks, { query })).rows.map((row) => row.place.task);
  };
  expect(await ofKind('true')).toEqual(['scaled']);
  expect(await ofKind('false')).not.toContain('scaled');
});

it.each<[string, string, object, Record<string, string>, object]>([
  [
    'Kubernetes audit events',
    routes.intakeKubernetesAudit.path,
    {
      auditID: 'audit',
      stage: 'ResponseComplete',
      verb: 'create',
      user: { username: 'ada' },
      objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web' },
    },
    {},
    {
      id: 'audit/ResponseComplete',
      source: 'k8s_audit',
      user: 'ada',
      place: { provider: 'kubernetes', namespace: 'shop', pod: 'web' },
    },
  ],
  [
    'file changes',
    routes.intakeFileChanges.path,
    { id: 'file', change: 'created', path: '/tmp/x', place: { account: '111111111111', task: 't' } },
    {},
    { id: 'file', source: 'fim', title: '/tmp/x was created', place: { account: '111111111111', task: 't' } },
  ],
  [
    'configuration changes',
    routes.intakeConfigChanges.path,
    { id: 'change', change: 'deleted', resource: { id: 'arn:x', type: 'aws.s3', name: 'logs' } },
    {},
    { id: 'change', source: 'config', title: 'aws.s3 logs was deleted' },
  ],
  [
    'GitHub deliveries with their headers',
    routes.intakeGithub.path,
    { action: 'publicized', sender: { login: 'octo' } },
    { 'x-github-event': 'repository', 'x-github-delivery': 'delivery' },
    { id: 'delivery', source: 'github', title: 'repository publicized', user: 'octo' },
  ],
  [
    'Okta events',
    routes.intakeOkta.path,
    { uuid: 'okta', eventType: 'user.session.start', actor: { alternateId: 'ada@example.com' } },
    {},
    { id: 'okta', source: 'okta', title: 'user.session.start', user: 'ada@example.com' },
  ],
  [
    'system calls',
    routes.intakeSystemCalls.path,
    { type: 'execve', fields: { 'proc.name': 'nc', 'container.name': 'app' } },
    {},
    { source: 'syscall', title: 'nc execve', place: { container: 'app' } },
  ],
])('takes %s', async (_, path, record, headers, expected) => {
  const now = new Date().toISOString();
  const times = { stageTimestamp: now, published: now, time: now };
  const time = 'fields' in record ? { time: `${Date.now()}000000` } : times;
  const answer = await send(path, ndjson([{ ...time, ...record }]), headers);
  expect(answer).toEqual({ status: 200, body: { accepted: 1, duplicates: 0, rejected: [] } });
  const page = await server.administrator.call(routes.listEvents, { query: { kinds: ['event'] } });
  expect(page.rows).toContainEqual(expect.objectContaining(expected));
});
