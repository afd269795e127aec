import { routes } from '@breakwater/api';
import { everything } from '@breakwater/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ContentFolder, contentFolder } from '../test-support/content-folder.ts';
import { startTestServer, type TestServer } from '../test-support/test-server.ts';

const ownRules = `# Kept as it is written: "quotes", tabs	and ${'long '.repeat(60)}
- rule: Bob acted
  desc: d
  condition: ct.user = bob
  output: o
  priority: NOTICE
  source: aws_cloudtrail
`;

let content: ContentFolder;
let from: TestServer;
let to: TestServer;

beforeEach(async () => {
  content = await contentFolder();
  from = await startTestServer({ contentRoot: content.path });
  to = await startTestServer({ contentRoot: content.path });
});
afterEach(async () => {
  await from.stop();
  await to.stop();
  await content.remove();
});

async function exported(server: TestServer): Promise<string> {
  const response = await server.administrator.transport(routes.exportPolicies.path, { method: 'GET' });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/yaml');
  return response.text();
}

async function fill(server: TestServer): Promise<string> {
  const body = { name: 'own.yaml', text: ownRules, isEnabled: true };
  await server.administrator.call(routes.createRuleFile, { body });
  const { id } = await server.administrator.call(routes.createPolicy, {
    body: {
      name: 'Bob',
      description: 'What bob does',
      type: 'cloudtrail',
      severity: 'medium',
      scope: { op: '=', field: 'account', value: '111111111111' },
      rules: ['Bob acted'],
      actions: [{ type: 'webhook', mode: 'would-have-acted', url: 'https://hooks.example.com/x' }],
      runbook: 'https://wiki.example.com/bob',
      status: 'dry-run',
    },
  });
  await server.administrator.call(routes.addPolicyException, {
    params: { id },
    body: { filter: everything, reason: 'on holiday', expiresAt: '2099-01-01T00:00:00Z' },
  });
  return id;
}

it('what one installation exports another imports, and a second time nothing changes', async () => {
  const id = await fill(from);
  const text = await exported(from);
  const first = await to.administrator.call(routes.importPolicies, { body: { text } });
  expect(first).toEqual({ created: ['own.yaml', 'Bob'], updated: [], unchanged: ['Trails'] });
  expect(await exported(to)).toBe(text);
  const second = await to.administrator.call(routes.importPolicies, { body: { text } });
  expect(second).toEqual({ created: [], updated: [], unchanged: ['own.yaml', 'Bob', 'Trails'] });
  const policy = await to.administrator.call(routes.getPolicy, { params: { id } });
  expect(policy).toMatchObject({ ruleCount: 1, missingRules: [], revision: 1, origin: 'custom' });

  const edited = text.replace('severity: medium', 'severity: low').replace('ct.user = bob', 'ct.user = eve');
  const third = await to.administrator.call(routes.importPolicies, { body: { text: edited } });
  expect(third).toEqual({ created: [], updated: ['own.yaml', 'Bob'], unchanged: ['Trails'] });
  const { versions } = await to.administrator.call(routes.listPolicyVersions, { params: { id } });
  expect(versions.map(({ revision, change, policy: { severity } }) => [revision, change, severity])).toEqual([
    [2, 'imported', 'low'],
    [1, 'imported', 'medium'],
  ]);
});

describe('an import that is wrong in one place changes nothing and names it', () => {
  it.each([
    ['no YAML', (text: string) => `${text}\n  - {`, 400, /^line \d+: /, ''],
    [
      'an unknown key',
      (text: string) => text.replace('severity: medium', 'severty: medium'),
      400,
      /^line \d+: policies\.0\.policy\./,
      '',
    ],
    [
      'a value of another type',
      (text: string) => text.replace('isEnabled: true', 'isEnabled: 7'),
      400,
      /^line 4: ruleFiles\.0\.isEnabled: /,
      '',
    ],
    [
      'another format',
      (text: string) => text.replace('breakwater: 1', 'breakwater: 2'),
      400,
      /^line 1: breakwater: /,
      '',
    ],
    [
      'a rule that does not compile',
      (text: string) => text.replace('ct.user = bob', 'ct.usr = bob'),
      400,
      /own\.yaml:4:\d+: /,
      '',
    ],
    [
      'a policy without its rule',
      (text: string) => text.replace('- Bob acted', '- Eve acted'),
      400,
      /^line \d+: policy "Bob": there is no rule "Eve acted"/,
      '- Eve acted',
    ],
    [
      'a scope over a field that is not there',
      (text: string) => text.replace('field: account', 'field: acount'),
      400,
      /^line \d+: policy "Bob": scope: .*did you mean "account"/,
      'op: =',
    ],
    [
      'an exception over a field that is not there',
      (text: string) => text.replace('filters: []', 'filters: [{ op: exists, field: ct.usr }]'),
      400,
      /^line \d+: policy "Bob": exceptions\.0\.filter: .*did you mean "ct\.user"/,
      'op: and',
    ],
    [
      'a webhook to a private address',
      (text: string) => text.replace('https://hooks.example.com/x', 'https://10.0.0.1/x'),
      400,
      /^line \d+: policy "Bob": actions\.0\.url: 10\.0\.0\.1 is .*not a public address/,
      'https://10.0.0.1/x',
    ],
    [
      'a task to stop that no event names',
      (text: string) =>
        text
          .replace('type: cloudtrail', 'type: okta')
          .replace('- Bob acted', '')
          .replace('rules:\n', 'rules: []\n')
          .replace(
            /- type: webhook\n +mode: would-have-acted\n +url: .*/,
            '- { type: stop-task, mode: observe, maxPerServiceAndHour: 1 }',
          ),
      400,
      /^line \d+: policy "Bob": actions\.0: events of okta name no task/,
      'type: stop-task',
    ],
    [
      'aliases',
      (text: string) => text.replace('description: What bob does', 'description: &a x\n      x: *a'),
      400,
      /alias \*a/,
      '',
    ],
  ])('%s', async (_, damage, status, message, at) => {
    await fill(from);
    const text = damage(await exported(from));
    const refused = to.administrator.call(routes.importPolicies, { body: { text } });
    const error = await refused.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status, message: expect.stringMatching(message) });
    const { policies } = await to.administrator.call(routes.listPolicies);
    const { files } = await to.administrator.call(routes.listRuleFiles);
    expect([...policies.map(({ name }) => name), ...files.map(({ name }) => name)]).toEqual([
      'Trails',
      'tasks.yaml',
      'trails.yaml',
    ]);
    if (at === '') return;
    const [, line] = /^line (\d+)/.exec((error as Error).message) ?? [];
    expect(text.split('\n')[Number(line) - 1], 'the line that is named').toContain(at);
  });
});

it('a rule that does not compile is named by its file in the document and the line in it', async () => {
  await fill(from);
  const text = (await exported(from)).replace('ct.user = bob', 'ct.usr = bob');
  const refused = to.administrator.call(routes.importPolicies, { body: { text } });
  await expect(refused).rejects.toMatchObject({
    details: [{ path: expect.stringMatching(/^ruleFiles\.0\.text:4:\d+$/) }],
  });
});
