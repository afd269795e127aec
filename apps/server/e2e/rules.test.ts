import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type RuleFileView, routes } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../src/index.ts';
import { contentFolder, taskRules, trailRules } from '../test-support/content-folder.ts';
import { ndjson } from '../test-support/samples.ts';
import {
  logIn,
  password,
  serverOptions,
  startTestServer,
  type TestServer,
} from '../test-support/test-server.ts';
import { account, policyBody, startTrailServer, type TrailServer } from '../test-support/trail-server.ts';

let trails: TrailServer;
let server: TestServer;

beforeAll(async () => {
  trails = await startTrailServer();
  server = trails.server;
});
afterAll(() => trails.stop());

function ruleText(name: string, condition: string): string {
  return `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: NOTICE\n  source: aws_cloudtrail\n`;
}

function createFile(name: string, text: string, isEnabled = true): Promise<RuleFileView> {
  return server.administrator.call(routes.createRuleFile, { body: { name, text, isEnabled } });
}

function updateFile(file: RuleFileView, change: Partial<RuleFileView>): Promise<RuleFileView> {
  const { name, text, isEnabled } = { ...file, ...change };
  return server.administrator.call(routes.updateRuleFile, {
    params: { id: file.id },
    query: { revision: file.revision },
    body: { name, text, isEnabled },
  });
}

const send = (id: string) => trails.send(id);

async function rulesThatFired(policyId: string, event: string): Promise<readonly string[]> {
  const params = { kind: 'detection', id: `${policyId}:${account}/${event}` } as const;
  const found = await server.administrator.call(routes.getEvent, { params }).catch(() => undefined);
  return (found?.fields['detection.rules'] ?? []) as readonly string[];
}

describe('a rule file', () => {
  it('fires from the next event on, changes live, is switched off and deleted', async () => {
    const all = await server.administrator.call(routes.createPolicy, {
      body: policyBody({ name: 'All trails', rules: [] }),
    });
    const file = await createFile('live.yaml', ruleText('By bob', 'ct.user = bob'));
    expect(file).toMatchObject({ origin: 'custom', isEnabled: true, ruleCount: 1, revision: 1 });
    await send('live-1');
    expect(await rulesThatFired(all.id, 'live-1')).toContain('By bob');

    const edited = await updateFile(file, { text: ruleText('By eve', 'ct.user = eve') });
    await send('live-2');
    expect(await rulesThatFired(all.id, 'live-2')).not.toContain('By bob');

    const again = await updateFile(edited, { text: file.text });
    const off = await updateFile(again, { isEnabled: false });
    await send('live-3');
    expect(await rulesThatFired(all.id, 'live-3')).not.toContain('By bob');
    expect(off.ruleCount).toBe(1);

    const params = { id: file.id };
    await server.administrator.call(routes.deleteRuleFile, { params });
    const { versions } = await server.administrator.call(routes.listRuleFileVersions, { params });
    expect(versions.map(({ change }) => change)).toEqual([
      'deleted',
      'switched off',
      'edited',
      'edited',
      'created',
    ]);
    const restored = await server.administrator.call(routes.restoreRuleFile, {
      params,
      body: { revision: 2 },
    });
    expect(restored).toMatchObject({ name: 'live.yaml', text: edited.text, isEnabled: true, revision: 6 });
    await server.administrator.call(routes.deleteRuleFile, { params });
  });

  it('that does not compile is refused with its places', async () => {
    const refused = createFile('broken.yaml', ruleText('Broken', 'ct.nmae = x and'));
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: 'rules-do-not-load',
      message: expect.stringContaining('broken.yaml:3:'),
      details: [{ path: expect.stringMatching(/^body\.text:3:\d+$/) }],
    });
    const { files } = await server.administrator.call(routes.listRuleFiles);
    expect(files.map(({ name }) => name)).not.toContain('broken.yaml');
  });

  it('whose rules a policy names keeps them', async () => {
    const file = await createFile('needed.yaml', ruleText('Needed', 'ct.user = bob'));
    await server.administrator.call(routes.createPolicy, {
      body: policyBody({ name: 'Needs', rules: ['Needed'] }),
    });
    const inUse = { status: 409, code: 'rule-in-use', message: expect.stringContaining('"Needs"') };
    const params = { id: file.id };
    await expect(server.administrator.call(routes.deleteRuleFile, { params })).rejects.toMatchObject(inUse);
    await expect(updateFile(file, { isEnabled: false })).rejects.toMatchObject(inUse);
    const renamed = ruleText('Renamed', 'ct.user = bob');
    await expect(updateFile(file, { text: renamed })).rejects.toMatchObject(inUse);
  });

  it('that is saved as it is stays what it is', async () => {
    const file = await createFile('same.yaml', ruleText('Same', 'ct.user = bob'));
    expect(await updateFile(file, {})).toEqual(file);
    const off = await updateFile(file, { isEnabled: false });
    expect(off.revision).toBe(2);
    expect((await updateFile(off, {})).revision).toBe(2);
    const params = { id: file.id };
    const { versions } = await server.administrator.call(routes.listRuleFileVersions, { params });
    expect(versions.map(({ revision }) => revision)).toEqual([2, 1]);
    await server.administrator.call(routes.deleteRuleFile, { params });
  });

  it('is loaded after those before it in the order, which can be changed', async () => {
    const { files: before } = await server.administrator.call(routes.listRuleFiles);
    const own = before.filter(({ origin }) => origin === 'custom').map(({ id }) => id);
    const later = await createFile('a-more.yaml', ruleText('Unrelated', 'ct.user = bob'));
    const first = await createFile('b-first.yaml', ruleText('Ordered', 'ct.user = eve'));
    const order = (...ids: readonly string[]) =>
      server.administrator.call(routes.orderRuleFiles, { body: { ids: [...own, ...ids] } });
    const appended = '- rule: Ordered\n  condition: or ct.user = bob\n  override: { condition: append }\n';
    const tooEarly = updateFile(later, { text: appended });
    await expect(tooEarly).rejects.toMatchObject({ code: 'rules-do-not-load' });

    const { files } = await order(first.id, later.id);
    expect(files.slice(-2).map(({ name, revision }) => [name, revision])).toEqual([
      ['b-first.yaml', 2],
      ['a-more.yaml', 2],
    ]);
    const after = files.at(-1) as RuleFileView;
    await updateFile(after, { text: appended });
    await expect(order(later.id, first.id)).rejects.toMatchObject({
      status: 409,
      code: 'order-does-not-load',
      message: expect.stringMatching(/^in this order the rules do not load: a-more\.yaml:1:/),
    });
    for (const ids of [[later.id], [later.id, later.id], [first.id, later.id, 'tasks.yaml']]) {
      await expect(order(...ids)).rejects.toMatchObject({ status: 409, code: 'changed-meanwhile' });
    }
    expect((await order(first.id, later.id)).files.at(-1)).toMatchObject({ revision: 3 });
    for (const { id } of [later, first]) {
      await server.administrator.call(routes.deleteRuleFile, { params: { id } });
    }
  });

  it('that another file needs keeps what it has', async () => {
    const macros = await createFile('macros.yaml', '- macro: by_bob\n  condition: (ct.user = bob)\n');
    await createFile('uses-macros.yaml', ruleText('Uses a macro', 'by_bob'));
    const refused = server.administrator.call(routes.deleteRuleFile, { params: { id: macros.id } });
    await expect(refused).rejects.toMatchObject({
      status: 409,
      code: 'rules-needed',
      message: expect.stringContaining('uses-macros.yaml'),
    });
    const rule = await server.administrator.call(routes.getRule, { params: { name: 'Uses a macro' } });
    expect(rule).toMatchObject({
      condition: 'by_bob',
      macros: [{ name: 'by_bob', condition: '(ct.user = bob)' }],
      fileName: 'uses-macros.yaml',
      line: 1,
      text: ruleText('Uses a macro', 'by_bob'),
    });
  });

  it('that comes with Breakwater is only switched on and off', async () => {
    const { files } = await server.administrator.call(routes.listRuleFiles);
    const [tasks] = files;
    expect(files.slice(0, 2).map(({ id, origin }) => [id, origin])).toEqual([
      ['tasks.yaml', 'shipped'],
      ['trails.yaml', 'shipped'],
    ]);
    const shipped = tasks as RuleFileView;
    await expect(updateFile(shipped, { text: '' })).rejects.toMatchObject({ code: 'shipped-file' });
    const off = await updateFile(shipped, { isEnabled: false });
    const names = async () =>
      (await server.administrator.call(routes.listRules)).rules.map(({ name }) => name);
    expect(await names()).not.toContain('Task stopped');
    await updateFile(off, { isEnabled: true });
    expect(await names()).toContain('Task stopped');
    await expect(updateFile(off, { isEnabled: false })).rejects.toMatchObject({ code: 'changed-meanwhile' });
  });

  const upstream = resolve(process.env.BREAKWATER_CASES ?? '../shared', 'upstream-rules');
  const found = existsSync(upstream) ? readdirSync(upstream).filter((name) => name.endsWith('.yaml')) : [];
  it.skipIf(found.length === 0 && process.env.REQUIRE_ALL !== '1').each(found.map((name) => [name]))(
    'of Falco loads unchanged: %s',
    async (name) => {
      const file = await createFile(`upstream-${name}`, readFileSync(join(upstream, name), 'utf8'));
      expect(file.ruleCount).toBeGreaterThan(0);
      await server.administrator.call(routes.deleteRuleFile, { params: { id: file.id } });
    },
  );
});

it('a rule is listed with its file, its policies and its detections', async () => {
  await send('listed');
  const { rules } = await server.administrator.call(routes.listRules);
  expect(rules.find(({ name }) => name === 'Trail stopped')).toMatchObject({
    source: 'aws_cloudtrail',
    priority: 'Critical',
    severity: 'critical',
    kind: 'event',
    fileName: 'trails.yaml',
    origin: 'shipped',
    isEnabled: true,
    policies: expect.arrayContaining([{ id: 'trails', name: 'Trails' }]),
    detections: expect.toSatisfy((count: number) => count > 0),
  });
});

it('metrics tell how many rules run and what exceptions kept silent', async () => {
  const response = await server.administrator.transport(routes.getMetrics.path, { method: 'GET' });
  const text = await response.text();
  expect(text).toMatch(/^breakwater_rules_enabled\{source="aws_cloudtrail"\} [1-9]/m);
  expect(text).toMatch(/^breakwater_rules_failed_files 0$/m);
  expect(text).toContain('# TYPE breakwater_rules_suppressed_detections_total counter');
});

it('sources are listed with their fields', async () => {
  const { sources } = await server.administrator.call(routes.listRuleSources);
  const cloudTrail = sources.find(({ name }) => name === 'aws_cloudtrail');
  expect(cloudTrail?.fields).toContainEqual(
    expect.objectContaining({ name: 'ct.name', type: 'string', isList: false, argument: 'none' }),
  );
});

it('coverage shows the technique of a rule and a technique without one', async () => {
  const { tactics, frameworks } = await server.administrator.call(routes.getRuleCoverage);
  const evasion = tactics.find(({ name }) => name === 'Defense Evasion');
  expect(evasion?.techniques.find(({ id }) => id === 'T1562.008')).toMatchObject({
    name: 'Impair Defenses: Disable or Modify Cloud Logs',
    rules: ['Trail stopped'],
    detections: expect.toSatisfy((count: number) => count > 0),
  });
  expect(evasion?.techniques.find(({ id }) => id === 'T1612')?.rules).toEqual([]);
  expect(frameworks.length).toBeGreaterThan(0);
});

describe('a draft', () => {
  it.each([
    ['that is right', ruleText('Draft', 'ct.user = bob'), true, []],
    [
      'with an unknown field',
      ruleText('Draft', 'ct.nmae = bob'),
      false,
      [
        {
          severity: 'error',
          code: 'LOAD_ERR_COMPILE_CONDITION',
          line: 3,
          item: expect.stringContaining('Draft'),
        },
      ],
    ],
    ['that is no list', 'rule: x', false, [{ severity: 'error', line: 1 }]],
    [
      'with an unused macro',
      '- macro: nobody_uses\n  condition: (ct.user = bob)\n',
      true,
      [{ severity: 'warning', code: 'LOAD_UNUSED_MACRO', line: 1 }],
    ],
    [
      'that takes the place of a shipped rule',
      ruleText('Trail stopped', 'ct.name = StopLogging'),
      true,
      [{ severity: 'warning', code: 'RULE_REPLACED', item: 'rule "Trail stopped"', line: 1 }],
    ],
    [
      'of a source that is not there',
      ruleText('Draft', 'x.y = 1').replace('aws_cloudtrail', 'unknown_plugin'),
      true,
      [{ severity: 'warning', code: 'LOAD_UNKNOWN_SOURCE' }],
    ],
  ])('%s is judged as saving would', async (_, text, isValid, diagnostics) => {
    const verdict = await server.administrator.call(routes.validateRules, { body: { text } });
    expect(verdict.isValid).toBe(isValid);
    expect(verdict.diagnostics).toEqual(diagnostics.map((one) => expect.objectContaining(one)));
  });

  it('of a megabyte is judged while everything else goes on', async () => {
    const items = Array.from({ length: 30_000 }, (_, index) => `    - host-${index}.example.com`);
    const text = `- list: hosts\n  items:\n${items.join('\n')}\n`;
    let isJudged = false;
    const asking = server.administrator.call(routes.validateRules, { body: { text } });
    const judged = asking.finally(() => {
      isJudged = true;
    });
    let answers = 0;
    async function askMeanwhile(): Promise<void> {
      while (!isJudged) {
        await server.administrator.call(routes.listRuleSources);
        answers += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    const [verdict] = await Promise.all([judged, askMeanwhile()]);
    expect(verdict).toMatchObject({ isValid: true, diagnostics: [{ code: 'LOAD_UNUSED_LIST' }] });
    expect(answers, 'answers while the draft was judged').toBeGreaterThan(3);
  });

  it('gives way to a newer one of the same person', async () => {
    const ask = (name: string) =>
      server.administrator.call(routes.validateRules, { body: { text: ruleText(name, 'ct.user = bob') } });
    const answers = await Promise.allSettled(['First', 'Second', 'Third'].map(ask));
    const rejected = answers.filter((answer) => answer.status === 'rejected');
    expect(answers.some((answer) => answer.status === 'fulfilled')).toBe(true);
    for (const { reason } of rejected) expect(reason).toMatchObject({ status: 409, code: 'superseded' });
  });

  it('in the place of a file is told what the change would take from a policy', async () => {
    const body = { text: ruleText('Other', 'ct.user = bob'), fileId: 'trails.yaml' };
    const verdict = await server.administrator.call(routes.validateRules, { body });
    expect(verdict).toMatchObject({ isValid: false, rules: ['Other'] });
    expect(verdict.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'RULE_IN_USE', message: expect.stringContaining('"Trail stopped"') }),
    );
  });
});

describe('a rule on a stored event', () => {
  const id = `${account}/explained`;
  beforeAll(() => send('explained'));

  it('is explained, also through its detection', async () => {
    for (const event of [
      { kind: 'event', id },
      { kind: 'detection', id: `trails:${id}` },
    ] as const) {
      const body = { rule: 'Trail stopped', event };
      const explanation = await server.administrator.call(routes.explainRule, { body });
      expect(explanation).toMatchObject({ rule: 'Trail stopped', fired: true });
    }
  });

  it('is explained with what a rule that counts had counted, through its detection', async () => {
    const text = `${ruleText('Twice', 'ct.name = StopLogging and ct.user = bob')}  threshold: { count: 2, window: 1h, by: [ct.user] }\n`;
    const file = await createFile('twice.yaml', text);
    const policy = await server.administrator.call(routes.createPolicy, {
      body: policyBody({ name: 'Twice', rules: ['Twice'] }),
    });
    await send('twice-1');
    await send('twice-2');
    const last = `${account}/twice-2`;
    const ask = (kind: 'event' | 'detection', eventId: string) =>
      server.administrator.call(routes.explainRule, {
        body: { rule: 'Twice', event: { kind, id: eventId } },
      });
    const detected = await ask('detection', `${policy.id}:${last}`);
    expect(detected).toMatchObject({
      fired: true,
      reason: expect.stringMatching(/^Fired: the threshold was reached with a count of 2, .* holds\.$/),
      tree: { verdict: true },
      correlation: { kind: 'threshold', count: 2, eventIds: [`${account}/twice-1`, last] },
    });
    const alone = await ask('event', last);
    expect(alone.fired).toBe(false);
    expect(alone.correlation).toBeUndefined();
    await server.administrator.call(routes.deletePolicy, { params: { id: policy.id } });
    await server.administrator.call(routes.deleteRuleFile, { params: { id: file.id } });
  });

  it('is explained as drafted', async () => {
    const draft = { text: ruleText('Draft', 'ct.name = StopLogging and ct.user = eve') };
    const body = { rule: 'Draft', event: { kind: 'event', id }, draft } as const;
    const explanation = await server.administrator.call(routes.explainRule, { body });
    expect(explanation).toMatchObject({ fired: false });
    expect(explanation.tree.children.map(({ verdict }) => verdict)).toEqual([true, false]);
    expect(explanation.tree.children[1]?.value).toBe('bob');
  });

  it('is explained for a system call as it was recorded, by saved and drafted rules', async () => {
    const text = ruleText(
      'Netcat',
      'evt.type = execve and proc.name = nc and proc.pid > 9007199254740993',
    ).replace('aws_cloudtrail', 'syscall');
    const file = await createFile('netcat.yaml', text);
    const intake = await server.addToken(['intake']);
    const fields = { 'proc.name': 'nc', 'proc.pid': '9007199254740995', 'container.name': 'explained' };
    const record = { type: 'execve', time: `${Date.now()}000000`, fields };
    const sent = { method: 'POST', body: ndjson([record]) } as const;
    const answer = await intake.transport(routes.intakeSystemCalls.path, sent);
    expect(await answer.json()).toMatchObject({ accepted: 1, rejected: [] });
    const { rows } = await server.administrator.call(routes.listEvents, {
      query: { kinds: ['event'], filter: { op: '=', field: 'container', value: 'explained' } },
    });
    const event = { kind: 'event', id: rows[0]?.id ?? '' } as const;
    const ask = (rule: string, draft?: { text: string }) =>
      server.administrator.call(routes.explainRule, {
        body: { rule, event, ...(draft === undefined ? {} : { draft }) },
      });
    const saved = await ask('Netcat');
    expect(saved.fired).toBe(true);
    expect(saved.tree.children.map(({ text: part, value, verdict }) => [part, value, verdict])).toEqual([
      ['evt.type = execve', 'execve', true],
      ['proc.name = nc', 'nc', true],
      ['proc.pid > 9007199254740993', '9007199254740995', true],
    ]);
    const drafted = await ask('Other', {
      text: text.replace('Netcat', 'Other').replace('execve', 'connect'),
    });
    expect(drafted).toMatchObject({ rule: 'Other', fired: false });
    expect(drafted.tree.children[0]).toMatchObject({ verdict: false, value: 'execve', isDecisive: true });
    await expect(ask('Unknown', { text })).rejects.toMatchObject({ status: 404 });
    await expect(ask('Netcat', { text: 'rule: x' })).rejects.toMatchObject({ code: 'rules-do-not-load' });
    await server.administrator.call(routes.deleteRuleFile, { params: { id: file.id } });
  });

  it('is explained only to who may see the event', async () => {
    const team = await server.addTeam('Elsewhere', { op: '=', field: 'account', value: '222222222222' });
    const analyst = await server.addUser('elsewhere', 'analyst', team);
    const body = { rule: 'Trail stopped', event: { kind: 'event', id } } as const;
    await expect(analyst.call(routes.explainRule, { body })).rejects.toMatchObject({ status: 404 });
    const { rules } = await analyst.call(routes.listRules);
    expect(rules.map(({ detections }) => detections)).toEqual(rules.map(() => 0));
  });
});

it('a file that no longer loads after an update is switched off, shown and told', async () => {
  const changing = await contentFolder();
  const data = await mkdtemp(join(tmpdir(), 'breakwater-'));
  try {
    const macro = '- macro: by_bob\n  condition: (ct.user = bob)\n';
    await changing.setRules({ 'tasks.yaml': taskRules, 'trails.yaml': `${macro}${trailRules}` });
    const before = await startTestServer({ data, contentRoot: changing.path });
    await before.administrator.call(routes.createRuleFile, {
      body: { name: 'mine.yaml', text: ruleText('Mine', 'by_bob'), isEnabled: true },
    });
    await before.administrator.call(routes.createPolicy, {
      body: policyBody({ name: 'Mine', rules: ['Mine'] }),
    });
    await before.stop();

    await changing.setRules({ 'tasks.yaml': taskRules, 'trails.yaml': trailRules });
    const after = await start(serverOptions(data, { contentRoot: changing.path }));
    try {
      const administrator = await logIn(after.address, 'admin', password);
      const { files } = await administrator.call(routes.listRuleFiles);
      expect(files.find(({ name }) => name === 'mine.yaml')).toMatchObject({
        isEnabled: false,
        error: expect.stringMatching(/^mine\.yaml:3:\d+: .*by_bob/),
        revision: 2,
      });
      const { policies } = await administrator.call(routes.listPolicies);
      expect(policies.find(({ name }) => name === 'Mine')).toMatchObject({
        missingRules: ['Mine'],
        ruleCount: 0,
      });
      const health = await fetch(`${after.address}/health/ready`);
      expect(health.status).toBe(200);
      expect(await health.json()).toEqual({
        status: 'ok',
        reasons: ['rule file mine.yaml is switched off: it no longer loads'],
      });
    } finally {
      await after.stop();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
    await changing.remove();
  }
});
