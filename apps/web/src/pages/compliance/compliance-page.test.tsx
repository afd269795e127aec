import { afterEach, expect, it } from 'vitest';
import { accessibilityProblems } from '../../testing/accessibility.ts';
import { type Answers, click, type Mounted, mountConsole, named } from '../../testing/mount.tsx';
import { signedIn } from '../../testing/signed-in.ts';

const summary = (id: string, isScored: boolean, score: number | null) => ({
  id,
  name: `Framework ${id}`,
  version: '1',
  isScored,
  score,
  controls: { passed: 1, failed: 3, 'not-assessed': 6, error: 0 },
  history: [{ date: '2026-01-01', score }],
});
const control = (id: string, status: string, isAvailable: boolean) => ({
  id,
  title: `Title ${id}`,
  requirement: '1 Storage',
  status,
  checks: [{ id: `check-${id}`, isAvailable }],
  passedResources: 0,
  failedResources: status === 'failed' ? 1 : 0,
});
const answers: Answers = {
  ...signedIn(),
  'GET /api/v1/frameworks': { frameworks: [summary('cis', true, 0.25), summary('gdpr', false, null)] },
  'GET /api/v1/frameworks/cis': {
    ...summary('cis', true, 0.25),
    requirements: [
      {
        id: '1 Storage',
        score: 0,
        controls: [control('1.1', 'failed', true), control('1.2', 'not-assessed', false)],
      },
    ],
  },
  'GET /api/v1/frameworks/cis/controls/1.1': {
    results: [
      {
        checkId: 'check-1.1',
        resourceId: 'arn:aws:s3:::open-bucket',
        resourceType: 'aws.s3',
        place: { account: '1' },
        status: 'FAIL',
        severity: 'high',
        evidence: { Policy: 'public' },
      },
    ],
  },
  'GET /api/v1/frameworks/cis/controls/1.2': { results: [] },
  'GET /api/v1/checks': { checks: [] },
};

let mounted: Mounted;
afterEach(() => mounted.unmount());

it('scores a framework over what was assessed, and gives none where a machine may not judge', async () => {
  mounted = await mountConsole('/compliance', answers);
  await mounted.until(() => expect(mounted.host.textContent).toContain('Framework gdpr'));
  const [cis, gdpr] = [...mounted.host.querySelectorAll('main li')].map((tile) => tile.textContent ?? '');
  expect(cis).toContain('25%');
  expect(cis).toContain('4 of 10 controls assessed');
  expect(gdpr).toContain('Evidence only');
  expect(gdpr).not.toContain('25%');
  expect(await accessibilityProblems(mounted.host)).toEqual([]);
});

it('leads from requirement to control to the resources that fail', async () => {
  mounted = await mountConsole('/compliance/cis', answers);
  await mounted.until(() => expect(document.querySelector('[data-control="1.1"]')).not.toBeNull());
  await click(document.querySelector('[data-control="1.1"]'));
  await mounted.until(() => expect(mounted.host.textContent).toContain('open-bucket'));
  expect(mounted.address()).toBe('/compliance/cis?open=1.1');
  expect(await accessibilityProblems(mounted.host)).toEqual([]);
});

it('says why a control was not assessed', async () => {
  mounted = await mountConsole('/compliance/cis?open=1.2', answers);
  await mounted.until(() =>
    expect(mounted.host.textContent).toContain('The checks for this control are not available yet.'),
  );
  await click(named('button', 'Failed3'));
  expect(document.querySelector('[data-control="1.2"]')).toBeNull();
});
