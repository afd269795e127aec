import { type Hunt, type HuntBody, routes } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ndjson, stopLogging } from '../test-support/samples.ts';
import { type Client, startTestServer, type TestServer } from '../test-support/test-server.ts';

const [mine, theirs] = ['111111111111', '222222222222'];
const day = 86_400_000;
let server: TestServer;

/** 40 calls of bob in two accounts, every fourth one refused, and one of alice. */
beforeAll(async () => {
  server = await startTestServer();
  const intake = await server.addToken(['intake']);
  const records = Array.from({ length: 40 }, (_, index) => ({
    ...stopLogging(`call-${index}`, index % 2 === 0 ? mine : theirs, 'eu-west-1'),
    ...(index % 4 === 3 ? { errorCode: 'AccessDenied' } : {}),
  }));
  const alice = {
    ...stopLogging('alice', mine, 'eu-west-1'),
    eventName: 'DescribeTrails',
    userIdentity: { type: 'IAMUser', userName: 'alice', accountId: mine },
  };
  const body = ndjson([...records, alice]);
  const response = await intake.transport(routes.intakeCloudTrail.path, { method: 'POST', body });
  expect(response.status).toBe(200);
});
afterAll(() => server.stop());

function ruleText(condition: string, more = ''): string {
  return `- rule: Hunted\n  desc: d\n  condition: ${condition}\n  output: by %ct.user\n  priority: ERROR\n  source: aws_cloudtrail\n${more}`;
}

const lastDay = (): { from: number; to: number } => ({ from: Date.now() - day, to: Date.now() + day });

async function ended(client: Client, started: Hunt): Promise<Hunt> {
  for (let hunt = started; ; hunt = await client.call(routes.getHunt, { params: { id: started.id } })) {
    if (hunt.status !== 'queued' && hunt.status !== 'running') return hunt;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function huntFor(body: Partial<HuntBody>, client: Client = server.administrator): Promise<Hunt> {
  return ended(client, await client.call(routes.startHunt, { body: { ...lastDay(), ...body } }));
}

const draftOf = (text: string): Partial<HuntBody> => ({ draft: { text } });

describe('a hunt', () => {
  it('counts what a draft would have found, by rule, time, workload and identity', async () => {
    const hunt = await huntFor(draftOf(ruleText('ct.name = StopLogging and not ct.error exists')));
    expect(hunt).toMatchObject({ status: 'completed', progress: 1 });
    const { result } = hunt;
    expect(result).toMatchObject({
      scanned: 41,
      matched: 30,
      isComplete: true,
      gaps: [],
      byRule: [{ value: 'Hunted', count: 30 }],
      topIdentities: [{ value: 'bob', count: 30 }],
      topWorkloads: [
        { value: mine, count: 20 },
        { value: theirs, count: 10 },
      ],
    });
    expect(result?.bars.reduce((sum, { counts }) => sum + counts.high, 0)).toBe(30);
    expect(result?.samples).toHaveLength(30);
    expect(result?.samples[0]).toMatchObject({ rule: 'Hunted', output: 'by bob' });
  });

  it('runs rules that no call name leads to, and lists in text that JSON escapes', async () => {
    const any = await huntFor(draftOf(ruleText('ct.user = alice')));
    expect(any.result?.matched).toBe(1);
    const none = await huntFor(draftOf(ruleText(`ct.name in ("Stop\\\\Logging", "Stop\\"Logging")`)));
    expect(none.result).toMatchObject({ scanned: 41, matched: 0 });
  });

  it('runs the rules that a draft changes by an override, a list or a macro', async () => {
    const base = `- list: callers\n  items: [nobody]\n- macro: refused\n  condition: ct.error = nothing\n${ruleText(
      'ct.name = StopLogging and ct.user in (callers)',
    )}${ruleText('ct.name = StopLogging and refused').replace('Hunted', 'Refused')}`;
    const body = { name: 'base-of-drafts', text: base, isEnabled: true };
    await server.administrator.call(routes.createRuleFile, { body });
    const found = async (text: string) => (await huntFor(draftOf(text))).result?.byRule;
    const more = '- {list: callers, items: [bob], override: {items: append}}';
    expect(await found(more)).toEqual([{ value: 'Hunted', count: 40 }]);
    const macro = '- {macro: refused, condition: or ct.error = AccessDenied, override: {condition: append}}';
    expect(await found(macro)).toEqual([{ value: 'Refused', count: 10 }]);
    const rule = '- {rule: Hunted, condition: or ct.user = alice, override: {condition: append}}';
    expect(await found(rule)).toEqual([{ value: 'Hunted', count: 1 }]);
    const nothing = server.administrator.call(routes.startHunt, {
      body: { ...lastDay(), draft: { text: '- {list: unused, items: [a]}' } },
    });
    await expect(nothing).rejects.toMatchObject({ code: 'no-rules' });
  });

  it('runs rules that count over several events', async () => {
    const threshold = '  threshold: { count: 10, window: 1h, by: [ct.recipientaccountid] }\n';
    const hunt = await huntFor(draftOf(ruleText('ct.name = StopLogging', threshold)));
    expect(hunt.result?.matched).toBe(4);
  });

  it('applies filter, scope and exceptions of a policy', async () => {
    const policy = await server.administrator.call(routes.createPolicy, {
      body: {
        name: 'Hunted',
        description: '',
        type: 'cloudtrail',
        severity: 'high',
        scope: { op: '=', field: 'account', value: mine },
        rules: [],
        actions: [],
        status: 'enabled',
      },
    });
    const draft = draftOf(ruleText('ct.name in (StopLogging, DescribeTrails)'));
    expect((await huntFor({ ...draft, policyId: policy.id })).result?.matched).toBe(21);
    await server.administrator.call(routes.addPolicyException, {
      params: { id: policy.id },
      body: { filter: { op: '=', field: 'user', value: 'alice' }, reason: 'known' },
    });
    expect((await huntFor({ ...draft, policyId: policy.id })).result?.matched).toBe(20);
    const filter = { op: '=', field: 'account', value: theirs } as const;
    expect((await huntFor({ ...draft, filter })).result?.matched).toBe(20);
  });

  it('sees what its owner may see, and is seen by nobody else', async () => {
    const team = await server.addTeam('theirs', { op: '=', field: 'account', value: theirs });
    const analyst = await server.addUser('ann', 'analyst', team);
    const hunt = await huntFor(draftOf(ruleText('ct.name = StopLogging')), analyst);
    expect(hunt.result).toMatchObject({ scanned: 20, matched: 20 });
    const params = { id: hunt.id };
    await expect(server.administrator.call(routes.getHunt, { params })).rejects.toMatchObject({
      status: 404,
    });
    await expect(server.administrator.call(routes.cancelHunt, { params })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('that waits is cancelled at once', async () => {
    const draft = draftOf(ruleText('ct.name = StopLogging'));
    const first = await server.administrator.call(routes.startHunt, { body: { ...lastDay(), ...draft } });
    const second = await server.administrator.call(routes.startHunt, { body: { ...lastDay(), ...draft } });
    const cancelled = await server.administrator.call(routes.cancelHunt, { params: { id: second.id } });
    expect(cancelled).toMatchObject({ status: 'cancelled' });
    expect(await ended(server.administrator, first)).toMatchObject({ status: 'completed' });
  });

  it.each<[string, Partial<HuntBody>, number, RegExp]>([
    ['without rules', {}, 400, /no rule to run/],
    ['for an unknown rule', { rules: ['Nope'] }, 404, /rule "Nope"/],
    ['under an unknown policy', { policyId: 'nope' }, 404, /policy nope/],
    ['with a draft that does not load', draftOf(ruleText('ct.nme = a')), 400, /did you mean "ct.name"/],
    ['backwards in time', { ...draftOf(ruleText('ct.name = a')), from: 2, to: 1 }, 400, /before/],
    ['over too long a time', { ...draftOf(ruleText('ct.name = a')), from: 0 }, 400, /at most 400 days/],
    [
      'with a filter that is none',
      { ...draftOf(ruleText('ct.name = a')), filter: { op: '=', field: 'no such', value: 1 } },
      400,
      /./,
    ],
  ])('%s is refused', async (_name, body, status, message) => {
    await expect(huntFor(body)).rejects.toMatchObject({ status, message: expect.stringMatching(message) });
  });

  it('over nothing finds nothing', async () => {
    const hunt = await huntFor({ ...draftOf(ruleText('ct.name = StopLogging')), from: 1000, to: 2000 });
    expect(hunt.result).toMatchObject({ scanned: 0, matched: 0, isComplete: true, bars: [] });
  });
});
