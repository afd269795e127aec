import type { EventDetail, RuleFileView } from '@breakwater/api';
import type { Explanation } from '@breakwater/model';
import { afterEach, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../../testing/accessibility.ts';
import {
  type AnswerRequest,
  type Answers,
  click,
  type Mounted,
  mountAt,
  mountConsole,
  named,
  Refusal,
  type,
} from '../../testing/mount.tsx';
import { signedIn } from '../../testing/signed-in.ts';
import { HuntPanel } from './hunt-panel.tsx';

const detection: EventDetail = {
  kind: 'detection',
  id: 'cloud:e1',
  time: Date.parse('2026-01-01T00:00:00Z'),
  source: 'aws_cloudtrail',
  title: 'Root user acted',
  severity: 'critical',
  rule: 'Root user acted',
  place: { account: '111111111111' },
  user: 'root',
  tags: [],
  isSample: false,
  fields: { 'ct.name': 'StopLogging' },
  body: {
    rule: 'Root user acted',
    policy: 'Cloud activity',
    policyId: 'cloud',
    output: 'Root acted',
    rules: [{ rule: 'Root user acted', priority: 'Alert', description: 'Root acted.', output: '', tags: [] }],
  },
};

const explanation: Explanation = {
  rule: 'Trail stopped',
  fired: false,
  reason: 'ct.error is AccessDenied.',
  tree: {
    kind: 'and',
    text: 'ct.name = StopLogging and succeeded and ct.region = x',
    verdict: false,
    isEvaluated: true,
    isDecisive: true,
    children: [
      {
        kind: 'check',
        text: 'ct.name = StopLogging',
        verdict: true,
        isEvaluated: true,
        isDecisive: false,
        value: 'StopLogging',
        children: [],
      },
      {
        kind: 'macro',
        name: 'succeeded',
        text: 'not ct.error exists',
        verdict: false,
        isEvaluated: true,
        isDecisive: true,
        children: [
          {
            kind: 'not',
            text: 'not ct.error exists',
            verdict: false,
            isEvaluated: true,
            isDecisive: true,
            children: [
              {
                kind: 'check',
                text: 'ct.error exists',
                verdict: true,
                isEvaluated: true,
                isDecisive: true,
                value: 'AccessDenied',
                children: [],
              },
            ],
          },
        ],
      },
      {
        kind: 'check',
        text: 'ct.region = x',
        verdict: false,
        isEvaluated: false,
        isDecisive: false,
        value: null,
        children: [],
      },
    ],
  },
  exceptions: [{ name: 'drills', applies: true, firesIf: 'fires if ct.user is not drill' }],
  correlation: {
    kind: 'threshold',
    count: 12,
    firstTime: '2026-01-01T10:00:00Z',
    lastTime: '2026-01-01T10:05:00Z',
    eventIds: Array.from({ length: 12 }, (_, at) => `ev-${at}`),
    group: { 'ct.user': 'mallory' },
  },
};

let mounted: Mounted;
afterEach(() => mounted.unmount());
const text = () => mounted.host.textContent ?? '';

describe('why', () => {
  const answers: Answers = {
    ...signedIn(),
    'GET /api/v1/events/detection/cloud%3Ae1': detection,
    'GET /api/v1/events': { rows: [], total: 0, totalInScope: 0 },
    'GET /api/v1/events/histogram': {
      from: 0,
      to: 1,
      stepMs: 1,
      bars: [],
      total: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    },
    'GET /api/v1/rules': {
      rules: ['Root user acted', 'Trail stopped', 'Shell'].map((name) => ({
        name,
        source: name === 'Shell' ? 'syscall' : 'aws_cloudtrail',
        isEnabled: true,
      })),
    },
    'POST /api/v1/rules/explain': ({ body }: AnswerRequest) =>
      (body as { rule: string }).rule === 'Trail stopped' ? explanation : new Refusal(404, 'not-found'),
  };

  it('offers the rules of the source, those that fired first, and shows the tree with its values', async () => {
    mounted = await mountConsole(
      '/events?t=2026-01-01T00:00:00Z/2026-01-02T00:00:00Z&open=detection:cloud:e1',
      answers,
    );
    await mounted.until(() => expect(named('button', 'Why did this fire?')).toBeDefined());
    await click(named('button', 'Why did this fire?'));
    await mounted.until(() => expect(document.querySelector('optgroup')).not.toBeNull());
    const groups = () =>
      [...document.querySelectorAll('optgroup')].map(
        (group) => `${group.label}: ${[...group.children].map((option) => option.textContent).join(', ')}`,
      );
    await mounted.until(() =>
      expect(groups()).toEqual(['Fired: Root user acted', 'Other rules of this source: Trail stopped']),
    );
    await mounted.until(() => expect(text()).toContain('The rule could not be explained'));

    const select = document.querySelector<HTMLSelectElement>('select:has(optgroup)');
    if (!select) throw new Error('there is no choice of rules');
    select.value = 'Trail stopped';
    await click(select);
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await mounted.until(() => expect(text()).toContain('Does not fire on this event'));
    expect(text()).toContain('ct.error is AccessDenied.');
    expect(text()).toContain('succeeded');
    expect(text()).toContain('AccessDenied');
    expect(text()).toContain('missing in this event');
    expect(text()).toContain('not needed');
    expect(text()).toContain('fires if ct.user is not drill');
    expect(text()).toContain('12 events made it fire');
    expect(text()).toContain('mallory');
    const events = () => [...document.querySelectorAll<HTMLAnchorElement>('ol a[href*="open="]')];
    expect(events().map((link) => link.textContent)).toEqual(
      Array.from({ length: 10 }, (_, at) => `ev-${at}`),
    );
    expect(decodeURIComponent(events()[3]?.href ?? '')).toContain('open=event:ev-3');
    await click(named('button', 'Show all 12'));
    expect(events()).toHaveLength(12);
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
  });

  it('offers an exception for the policy that made it, from what the event holds', async () => {
    const sent: unknown[] = [];
    mounted = await mountConsole(
      '/events?t=2026-01-01T00:00:00Z/2026-01-02T00:00:00Z&open=detection:cloud:e1',
      {
        ...answers,
        'GET /api/v1/policies/cloud': {
          id: 'cloud',
          name: 'Cloud activity',
          runbook: 'https://wiki.example',
        },
        'POST /api/v1/policies/cloud/exceptions': ({ body }: AnswerRequest) => {
          sent.push(body);
          return {};
        },
      },
    );
    await mounted.until(() => expect(named('button', 'Add exception')).toBeDefined());
    await mounted.until(() => expect(named('a', 'https://wiki.example')).toBeDefined());
    expect(named('a', 'Cloud activity')?.getAttribute('href')).toContain('/policies?');
    await click(named('button', 'Add exception'));
    await mounted.until(() => expect(named('button', 'Edit filter user = root')).toBeDefined());
    await click(named('button', 'Add the condition ct.name = StopLogging'));
    const reason = [...document.querySelectorAll('input')].find(
      (one) => one.labels?.[0]?.textContent === 'Reason',
    );
    if (!reason) throw new Error('there is no field for the reason');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(reason, 'A drill');
    reason.dispatchEvent(new Event('input', { bubbles: true }));
    await mounted.until(() => {
      const add = document.querySelector('form button[type="submit"]');
      expect(add?.hasAttribute('disabled')).toBe(false);
    });
    await click(document.querySelector('form button[type="submit"]'));
    await mounted.until(() => expect(text()).toContain('Exception added.'));
    expect(sent).toEqual([
      {
        rule: 'Root user acted',
        filter: {
          op: 'and',
          filters: [
            { op: '=', field: 'user', value: 'root' },
            { op: '=', field: 'account', value: '111111111111' },
            { op: '=', field: 'ct.name', value: 'StopLogging' },
          ],
        },
        reason: 'A drill',
        expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
  });
});

describe('a hunt', () => {
  const hunt = { id: 'h1', status: 'running', progress: 0.25 };
  const result = {
    scanned: 3567,
    matched: 5,
    isComplete: false,
    gaps: ['the day 2026-01-01 could not be read'],
    byRule: [{ value: 'Root user acted', count: 5 }],
    stepMs: 3_600_000,
    bars: [{ time: Date.now() - 7_200_000, counts: { critical: 5, high: 0, medium: 0, low: 0, info: 0 } }],
    topWorkloads: [{ value: '111111111111', count: 4 }],
    topIdentities: [{ value: 'root', count: 5 }],
    samples: [{ eventId: 'e1', time: Date.now() - 7_200_000, rule: 'Root user acted', output: 'Root acted' }],
  };

  it('is started over a range, followed, and tells what it would have found and what it missed', async () => {
    const asked: unknown[] = [];
    let polls = 0;
    mounted = await mountAt('/', <HuntPanel title="Hunt" text="Try it" ask={() => ({ rules: ['a'] })} />, {
      ...signedIn(),
      'POST /api/v1/hunts': ({ body }: AnswerRequest) => {
        asked.push(body);
        return hunt;
      },
      'GET /api/v1/hunts/h1': () => {
        polls += 1;
        return polls < 2 ? hunt : { ...hunt, status: 'completed', progress: 1, result };
      },
    });
    await mounted.until(() => expect(named('button', 'Try')).toBeDefined());
    await click(named('button', 'Try'));
    await mounted.until(() => expect(document.querySelector('progress')?.value).toBe(0.25));
    expect(asked[0]).toMatchObject({ rules: ['a'] });
    const { from, to } = asked[0] as { from: number; to: number };
    expect(to - from).toBe(7 * 86_400_000);
    await mounted.until(() => expect(text()).toContain('Would have fired 5 times on 3,567 events.'));
    expect(text()).toContain('4 of them from 111111111111.');
    expect(text()).toContain('Not everything was looked at: the day 2026-01-01 could not be read');
    const sample = [...document.querySelectorAll('a')].find((one) => one.textContent?.includes('Root acted'));
    expect(sample?.getAttribute('href')).toContain('open=event:e1');
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
  });

  it('is cancelled, and keeps what it had', async () => {
    mounted = await mountAt('/', <HuntPanel title="Hunt" text="Try it" ask={() => ({ rules: ['a'] })} />, {
      ...signedIn(),
      'POST /api/v1/hunts': hunt,
      'GET /api/v1/hunts/h1': hunt,
      'DELETE /api/v1/hunts/h1': { ...hunt, status: 'cancelled', result },
    });
    await mounted.until(() => expect(named('button', 'Try')).toBeDefined());
    await click(named('button', 'Try'));
    await mounted.until(() => expect(named('button', 'Cancel')).toBeDefined());
    await click(named('button', 'Cancel'));
    await mounted.until(() => expect(text()).toContain('Cancelled.'));
    expect(text()).toContain('Would have fired 5 times');
  });
});

describe('rule files', () => {
  const file: RuleFileView = {
    id: 'f1',
    name: 'ours.yaml',
    text: '- rule: A\n  condition: x\n',
    origin: 'custom',
    isEnabled: true,
    position: 2,
    ruleCount: 1,
    revision: 3,
    updatedAt: '2026-01-01T00:00:00Z',
    updatedBy: 'mina',
  };
  const shipped: RuleFileView = {
    ...file,
    id: 'f0',
    name: 'aws.yaml',
    origin: 'shipped',
    position: 1,
    error: 'unknown macro "x"',
    isEnabled: false,
  };
  const answers: Answers = {
    ...signedIn(),
    'GET /api/v1/rule-files': { files: [shipped, file] },
    'GET /api/v1/rule-sources': { sources: [] },
    'POST /api/v1/rules/validate': {
      isValid: false,
      rules: [],
      diagnostics: [
        {
          severity: 'error',
          code: 'LOAD_ERR_VALIDATE',
          message: 'unknown macro "x"',
          item: 'rule "A" > condition',
          line: 2,
          column: 14,
        },
      ],
    },
  };

  it('stand in load order; what the compiler says stands below with its place', async () => {
    mounted = await mountConsole('/policies/files?open=f1', answers);
    await mounted.until(() => expect(text()).toContain('unknown macro "x"'));
    const names = [...document.querySelectorAll('nav ol a')].map((one) => one.textContent);
    expect(names).toEqual(['aws.yamlShipped · 1 rule', 'ours.yamlYours · 1 rule']);
    expect(text()).toContain('2:14');
    expect(named('button', 'Save')?.hasAttribute('disabled')).toBe(true);
    expect(named('input', 'Load ours.yaml')).toBeDefined();
    await mounted.go('/policies/files?open=f0');
    await mounted.until(() =>
      expect(text()).toContain('Switched off by the server, because it no longer loads'),
    );
    expect(named('button', 'Save')).toBeUndefined();
  });

  it('are switched with their text and revision', async () => {
    const asked: AnswerRequest[] = [];
    mounted = await mountConsole('/policies/files?open=f0', {
      ...answers,
      'PUT /api/v1/rule-files/f1': (request: AnswerRequest) => {
        asked.push(request);
        return { ...file, isEnabled: false, revision: 4 };
      },
    });
    await mounted.until(() => expect(named('input', 'Load ours.yaml')).toBeDefined());
    await click(named('input', 'Load ours.yaml'));
    await mounted.until(() => expect(asked).toHaveLength(1));
    expect(asked[0]?.url.search).toBe('?revision=3');
    expect(asked[0]?.body).toEqual({ name: 'ours.yaml', text: file.text, isEnabled: false });
  });

  it('keep what was written beside what somebody else saved, until one of them is chosen', async () => {
    const theirs: RuleFileView = {
      ...file,
      text: '- rule: B\n  condition: y\n',
      revision: 4,
      updatedBy: 'jo',
    };
    const asked: string[] = [];
    mounted = await mountConsole('/policies/files?open=f1', {
      ...answers,
      'POST /api/v1/rules/validate': { isValid: true, rules: ['A'], diagnostics: [] },
      'GET /api/v1/rule-files': () => ({ files: [asked.length > 0 ? theirs : file] }),
      'PUT /api/v1/rule-files/f1': ({ url, body }: AnswerRequest) => {
        asked.push(url.search);
        return asked.length === 1
          ? new Refusal(409, 'changed-meanwhile')
          : { ...file, ...(body as object), revision: 5 };
      },
    });
    await mounted.until(() => expect(named('input', 'File name')).toBeDefined());
    await type(named('input', 'File name'), 'ours-2.yaml');
    await click(named('button', 'Save'));
    await mounted.until(() => expect(text()).toContain('jo saved version 4 of this file'));
    await click(named('button', 'Save mine over it'));
    await mounted.until(() => expect(asked).toEqual(['?revision=3', '?revision=4']));
    await mounted.until(() => expect(text()).toContain('Saved. The rules work from now on.'));
  });
});
