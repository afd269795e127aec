import { routes } from '@breakwater/api';
import {
  accessDenied,
  type Gateway,
  type Moto,
  motoAccount,
  seedAccount,
  startGateway,
  startMoto,
  whyNoMoto,
} from '@breakwater/inventory/test-support';
import type { ActionMode, Detection } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContentFolder, contentFolder } from '../test-support/content-folder.ts';
import { ndjson, stoppedTask } from '../test-support/samples.ts';
import { startTestServer, type TestServer } from '../test-support/test-server.ts';

const skipped = whyNoMoto();
const region = 'eu-west-1';
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-that-nobody-sees' };
const polled = { timeout: 40_000, interval: 200 };

const rules = `
- rule: Task runs
  desc: A task came up.
  condition: ecs.detail_type = "ECS Task State Change" and ecs.task.last_status = RUNNING
  output: runs
  priority: CRITICAL
  source: ecs
`;

describe.skipIf(skipped !== undefined)(
  `a policy that stops tasks${skipped === undefined ? '' : ` (${skipped})`}`,
  () => {
    let moto: Moto;
    let gateway: Gateway;
    let content: ContentFolder;
    let server: TestServer;
    let tasks: readonly string[];
    /** Whether the role lacks the right to stop tasks. */
    let isDenied = false;

    beforeAll(async () => {
      moto = await startMoto();
      const seeded = await seedAccount(moto.endpoint, { regions: [region] });
      const arns = seeded.filter(({ type }) => type === 'aws.ecs-task').map(({ id }) => id);
      // All of one cluster, so that they count as one service.
      const cluster = arns[0]?.split('/')[1];
      tasks = arns.filter((arn) => arn.split('/')[1] === cluster);
      expect(tasks.length).toBeGreaterThanOrEqual(3);
      gateway = await startGateway({
        target: moto.endpoint,
        refuse: (call) => (isDenied && call.operation === 'StopTask' ? accessDenied(call) : undefined),
      });
      content = await contentFolder();
      await content.setPolicies({});
      await content.setRules({ 'tasks.yaml': rules });
      server = await startTestServer({ contentRoot: content.path });
      await server.administrator.call(routes.connectAccount, {
        body: {
          name: 'shop',
          regions: [region],
          credentials: { method: 'access-key', ...keys },
          endpoint: gateway.endpoint,
        },
      });
    }, 180_000);
    afterAll(async () => {
      await server?.stop();
      await gateway?.stop();
      await moto?.stop();
      await content?.remove();
    });

    async function policyWith(mode: ActionMode, name: string, maxPerServiceAndHour = 100): Promise<string> {
      const policy = await server.administrator.call(routes.createPolicy, {
        body: {
          name,
          description: '',
          type: 'ecs',
          severity: 'high',
          // Only what is sent for this policy.
          scope: { op: '=', field: 'user', value: name },
          rules: ['Task runs'],
          actions: [{ type: 'stop-task', mode, maxPerServiceAndHour }],
          status: 'enabled',
        },
      });
      return policy.id;
    }

    /** Sends that a task runs; the actions of the detection once they are over. */
    async function actionOn(
      policy: string,
      startedBy: string,
      taskArn: string,
      change: { readonly account?: string; readonly time?: string } = {},
    ) {
      const intake = await server.addToken(['intake']);
      const [cluster, task] = taskArn.split('/').slice(-2);
      const id = `${startedBy}-${task}-${Math.random()}`;
      const account = change.account ?? motoAccount;
      const clusterArn = `arn:aws:ecs:${region}:${account}:cluster/${cluster}`;
      const detail = { taskArn, clusterArn, lastStatus: 'RUNNING', startedBy };
      const event = { ...stoppedTask(task ?? '', account, region, detail), id };
      const body = ndjson([{ ...event, ...(change.time === undefined ? {} : { time: change.time }) }]);
      const response = await intake.transport(routes.intakeEventBridge.path, { method: 'POST', body });
      expect(response.status, await response.clone().text()).toBe(200);
      const params = { kind: 'detection', id: `${policy}:${id}` } as const;
      const actions = async () =>
        ((await server.administrator.call(routes.getEvent, { params })).body as Detection).actions;
      await expect.poll(async () => (await actions())?.[0]?.outcome, polled).not.toBe('requested');
      return (await actions())?.[0];
    }

    function stops(): number {
      return gateway.calls.filter(({ operation }) => operation === 'StopTask').length;
    }

    it('stops the task of a detection, within its limit for a service, and each task once', async () => {
      const policy = await policyWith('enforce', 'limited', 1);
      const [first = '', second = ''] = tasks;
      const before = stops();
      expect(await actionOn(policy, 'limited', first)).toMatchObject({
        type: 'stop-task',
        outcome: 'done',
        target: first.split('/').slice(-2).join('/'),
        detail: 'ECS wants it STOPPED',
      });
      expect(await actionOn(policy, 'limited', first)).toMatchObject({
        outcome: 'skipped',
        detail: 'the task was stopped already',
      });
      expect(await actionOn(policy, 'limited', second)).toMatchObject({
        outcome: 'skipped',
        detail: expect.stringMatching(/^1 tasks of .* were stopped within an hour, and the policy allows 1$/),
      });
      expect(stops() - before).toBe(1);
      const { rows } = await server.administrator.call(routes.listAuditLog, { query: { limit: 50 } });
      const ofPolicy = rows.filter(({ actor }) => actor === 'policy:limited');
      expect(ofPolicy.map(({ action, outcome }) => `${action} ${outcome}`).sort()).toEqual([
        'stopTask done',
        'stopTask refused',
        'stopTask refused',
      ]);
    }, 120_000);

    it.each([
      ['observe', 'observed'],
      ['would-have-acted', 'would-have-acted'],
    ] as const)('with %s it stops nothing', async (mode, outcome) => {
      const before = stops();
      const policy = await policyWith(mode, mode);
      expect(await actionOn(policy, mode, tasks[1] ?? '')).toMatchObject({ mode, outcome });
      expect(stops()).toBe(before);
    });

    it('does not stop a task for what is history, nor in an account that is not connected', async () => {
      const policy = await policyWith('enforce', 'careful');
      const before = stops();
      const time = new Date(Date.now() - 2 * 3_600_000).toISOString();
      expect(await actionOn(policy, 'careful', tasks[1] ?? '', { time })).toMatchObject({
        outcome: 'skipped',
        detail: expect.stringContaining('more than an hour old'),
      });
      expect(await actionOn(policy, 'careful', tasks[1] ?? '', { account: '999999999999' })).toMatchObject({
        outcome: 'skipped',
        detail: expect.stringContaining('is not connected'),
      });
      expect(stops()).toBe(before);
    }, 60_000);

    it('says which right it lacks, and does not ask again', async () => {
      const policy = await policyWith('enforce', 'denied');
      const before = stops();
      isDenied = true;
      expect(await actionOn(policy, 'denied', tasks[1] ?? '')).toMatchObject({
        outcome: 'failed',
        detail: expect.stringContaining('ecs:StopTask is denied; grant it'),
      });
      expect(stops() - before).toBe(1);
    }, 60_000);
  },
);
