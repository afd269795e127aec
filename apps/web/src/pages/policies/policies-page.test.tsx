import type { PolicyRow, RuleDetail, RuleRow } from '@breakwater/api';
import { afterEach, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../../testing/accessibility.ts';
import {
  type AnswerRequest,
  type Answers,
  click,
  type Mounted,
  mountConsole,
  named,
  Refusal,
  type,
} from '../../testing/mount.tsx';
import { signedIn } from '../../testing/signed-in.ts';

const policy: PolicyRow = {
  id: 'cloud',
  name: 'Cloud activity',
  description: 'Watches the cloud.',
  type: 'cloudtrail',
  severity: 'high',
  scope: { op: 'and', filters: [{ op: '=', field: 'account', value: '111111111111' }] },
  rules: ['Root user acted', 'Gone'],
  exceptions: [
    {
      id: 'x1',
      rule: 'Root user acted',
      filter: { op: 'and', filters: [{ op: '=', field: 'user', value: 'drill' }] },
      reason: 'Announced drill',
      expiresAt: '2020-01-01T00:00:00Z',
      createdAt: '2019-12-01T00:00:00Z',
      createdBy: 'mina',
    },
  ],
  actions: [{ type: 'stop-task', mode: 'enforce', maxPerServiceAndHour: 2 }],
  runbook: 'https://wiki.example/root',
  status: 'enabled',
  origin: 'custom',
  revision: 4,
  updatedAt: '2026-01-01T00:00:00Z',
  updatedBy: 'mina',
  isSample: false,
  ruleCount: 1,
  hasCapture: true,
  missingRules: ['Gone'],
  detections: 12,
  suppressions: [{ exception: 'x1', count: 3, lastAt: '2026-01-01T00:00:00Z' }],
};
const quiet: PolicyRow = {
  ...policy,
  id: 'tasks',
  name: 'Tasks',
  type: 'ecs',
  severity: 'low',
  scope: { op: 'and', filters: [] },
  rules: [],
  exceptions: [],
  actions: [],
  status: 'disabled',
  origin: 'shipped',
  hasCapture: false,
  missingRules: [],
  detections: 0,
};
const rule: RuleRow = {
  name: 'Root user acted',
  description: 'Root acted.\n\nWhy it matters: It can do anything.',
  source: 'aws_cloudtrail',
  priority: 'Alert',
  severity: 'critical',
  tags: ['aws', 'T1078.004'],
  kind: 'event',
  fileId: 'f1',
  fileName: 'aws.yaml',
  origin: 'shipped',
  isEnabled: true,
  hasCapture: true,
  policies: [{ id: 'cloud', name: 'Cloud activity' }],
  detections: 5,
};
const detail: RuleDetail = {
  ...rule,
  condition: 'ct.user.identitytype = Root',
  output: 'Root acted (by=%ct.user)',
  text: '- rule: Root user acted\n  condition: ct.user.identitytype = Root\n',
  line: 12,
  macros: [],
  exceptions: [],
};

function answersWith(more: Answers = {}, permissions?: readonly string[]): Answers {
  return {
    ...signedIn(permissions),
    'GET /api/v1/policies': { policies: [quiet, policy] },
    'GET /api/v1/policies/cloud': policy,
    'GET /api/v1/rules': { rules: [rule] },
    'GET /api/v1/rules/Root%20user%20acted': detail,
    'GET /api/v1/rule-sources': { sources: [] },
    'GET /api/v1/rule-files': { files: [] },
    ...more,
  };
}

let mounted: Mounted;
afterEach(() => mounted.unmount());

const text = () => mounted.host.textContent ?? '';
const toggle = () =>
  [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('Root user acted'));
const nameField = () => document.querySelector<HTMLInputElement>('input[required]');
const row = (index: number) => document.querySelector(`[data-row="${index}"]`);

describe('the list of policies', () => {
  it('puts the severe first, says what each does and leads to what it found', async () => {
    mounted = await mountConsole('/policies', answersWith());
    await mounted.until(() => expect(row(1)).not.toBeNull());
    expect(row(0)?.textContent).toContain('Cloud activity');
    expect(row(0)?.textContent).toContain('Stops tasks');
    expect(row(1)?.textContent).toContain('Notify only');
    expect(row(1)?.textContent).toContain('Everywhere');
    const link = named('a', 'Show 12 detections of Cloud activity')?.getAttribute('href');
    expect(link).toBe('/events?f=detection.policy_id+=+cloud&t=1w&sev=all&view=detection');
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
  });

  it.each([
    ['/policies?f=capture+=+yes', ['Cloud activity']],
    ['/policies?f=status+=+disabled', ['Tasks']],
    ['/policies?f=type+=+ecs', ['Tasks']],
    ['/policies?sev=low', ['Tasks']],
    ['/policies?q=watches', ['Cloud activity', 'Tasks']],
    ['/policies?q=root', ['Cloud activity']],
    ['/policies?f=action+=+stop-task', ['Cloud activity']],
  ])('%s shows %j', async (address, names) => {
    mounted = await mountConsole(address, answersWith());
    await mounted.until(() => expect(text()).toContain(`${names.length} of 2 shown`));
    const shown = [...document.querySelectorAll('[data-row]')].map((one) => one.textContent);
    for (const [index, name] of names.entries()) expect(shown[index]).toContain(name);
  });
});

describe('one policy', () => {
  it('shows its rules with their text, and those that no file defines', async () => {
    mounted = await mountConsole('/policies?open=cloud&view=rules', answersWith());
    await mounted.until(() => expect(toggle()).toBeDefined());
    expect(text()).toContain('so it does nothing: Gone');
    await click(toggle());
    await mounted.until(() => expect(text()).toContain('condition: ct.user.identitytype = Root'));
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
  });

  it('tells of an exception why, by whom, until when and how often it was used', async () => {
    mounted = await mountConsole('/policies?open=cloud&view=exceptions', answersWith());
    await mounted.until(() => expect(text()).toContain('Announced drill'));
    expect(text()).toContain('by mina');
    expect(text()).toMatch(/Ended .* ago: no longer applies/);
    expect(text()).toContain('Kept 3 detections silent');
  });

  it('is switched with its revision, and the way back restores the one before', async () => {
    const asked: AnswerRequest[] = [];
    const restored: unknown[] = [];
    mounted = await mountConsole(
      '/policies?open=cloud',
      answersWith({
        'PUT /api/v1/policies/cloud': (request: AnswerRequest) => {
          asked.push(request);
          return { ...policy, status: 'disabled', revision: 5 };
        },
        'POST /api/v1/policies/cloud/restore': ({ body }: AnswerRequest) => {
          restored.push(body);
          return policy;
        },
      }),
    );
    await mounted.until(() => expect(named('button', 'Disabled')).toBeDefined());
    await click(named('button', 'Disabled'));
    await mounted.until(() => expect(named('button', 'Undo')).toBeDefined());
    expect(asked[0]?.url.search).toBe('?revision=4');
    expect(asked[0]?.body).toMatchObject({ status: 'disabled', rules: policy.rules, scope: policy.scope });
    await click(named('button', 'Undo'));
    await mounted.until(() => expect(text()).toContain('Undone.'));
    expect(restored).toEqual([{ revision: 4 }]);
  });

  it('says which exceptions are lost before it is rolled back', async () => {
    const version = { at: '2026-01-01T00:00:00Z', by: 'mina', change: 'edited' };
    mounted = await mountConsole(
      '/policies?open=cloud&view=versions',
      answersWith({
        'GET /api/v1/policies/cloud/versions': {
          versions: [
            { ...version, revision: 4, policy },
            { ...version, revision: 3, policy },
            { ...version, revision: 2, policy: { ...policy, exceptions: [] } },
          ],
        },
      }),
    );
    await mounted.until(() => expect(named('button', 'Roll back to version 3')).toBeDefined());
    const warning = () => document.querySelector('[role="dialog"] [role="alert"]')?.textContent;
    await click(named('button', 'Roll back to version 3'));
    await mounted.until(() => expect(document.querySelector('[role="dialog"]')).not.toBeNull());
    expect(warning()).toBeUndefined();
    await click(named('button', 'Cancel'));
    await click(named('button', 'Roll back to version 2'));
    await mounted.until(() => expect(warning()).toContain('1 exception of now is taken away'));
    expect(warning()).toContain('Announced drill');
    expect(warning()).toContain('Root user acted');
  });

  it('offers nothing to change to somebody who only reads', async () => {
    mounted = await mountConsole('/policies?open=cloud', answersWith({}, ['read']));
    await mounted.until(() => expect(text()).toContain('Watches the cloud.'));
    expect(named('a', 'Edit')).toBeUndefined();
    expect(named('a', 'New policy')).toBeUndefined();
    expect(named('button', 'Undo')).toBeUndefined();
  });
});

describe('the form', () => {
  it('starts a copy with another name and sends what it says', async () => {
    const sent: unknown[] = [];
    mounted = await mountConsole(
      '/policies/new?open=cloud',
      answersWith({
        'POST /api/v1/policies': ({ body }: AnswerRequest) => {
          sent.push(body);
          return { ...policy, id: 'copy' };
        },
      }),
    );
    await mounted.until(() => expect(nameField()?.value).toBe('Copy of Cloud activity'));
    await mounted.until(() => expect(text()).toContain('Gone: no rule file defines it'));
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
    await click(named('button', 'Create'));
    await mounted.until(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      name: 'Copy of Cloud activity',
      description: policy.description,
      type: 'cloudtrail',
      severity: 'high',
      scope: policy.scope,
      rules: policy.rules,
      actions: policy.actions,
      runbook: policy.runbook,
      status: 'enabled',
    });
    await mounted.until(() => expect(mounted.address()).toMatch(/^\/policies\?.*open=copy/));
  });

  it('keeps what was written when somebody else was faster', async () => {
    let revision = '';
    mounted = await mountConsole(
      '/policies/edit?open=cloud',
      answersWith({
        'PUT /api/v1/policies/cloud': (request: AnswerRequest) => {
          revision = request.url.search;
          return revision === '?revision=4' ? new Refusal(409, 'changed-meanwhile') : policy;
        },
        'GET /api/v1/policies/cloud': () =>
          revision === '' ? policy : { ...policy, revision: 6, updatedBy: 'jo' },
      }),
    );
    await mounted.until(() => expect(nameField()?.value).toBe('Cloud activity'));
    await type(nameField(), 'Cloud, ours');
    await click(named('button', 'Save'));
    await mounted.until(() => expect(named('button', 'Keep mine, then save over it')).toBeDefined());
    expect(nameField()?.value).toBe('Cloud, ours');
    await click(named('button', 'Keep mine, then save over it'));
    await mounted.until(() => expect(named('button', 'Save')?.hasAttribute('disabled')).toBe(false));
    await click(named('button', 'Save'));
    await mounted.until(() => expect(revision).toBe('?revision=6'));
  });
});

describe('rules', () => {
  it('are shown with their description in parts, and lead to their file and policies', async () => {
    mounted = await mountConsole('/policies/rules?open=Root+user+acted', answersWith());
    await mounted.until(() => expect(text()).toContain('It can do anything.'));
    const headings = [...document.querySelectorAll('h3')].map((one) => one.textContent);
    expect(headings).toEqual(expect.arrayContaining(['Why it matters', 'Condition', 'Output']));
    expect(named('a', 'Open in its file, line 12')?.getAttribute('href')).toBe(
      '/policies/files?open=f1&q=12',
    );
    expect(named('a', 'Cloud activity')?.getAttribute('href')).toBe('/policies?open=cloud&sev=all');
    expect(await accessibilityProblems(mounted.host)).toEqual([]);
  });
});
