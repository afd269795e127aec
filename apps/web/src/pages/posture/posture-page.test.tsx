import type { CheckRow, FindingRow } from '@breakwater/api';
import { afterEach, expect, it } from 'vitest';
import { accessibilityProblems } from '../../testing/accessibility.ts';
import { type Answers, click, type Mounted, mountConsole, named } from '../../testing/mount.tsx';
import { signedIn } from '../../testing/signed-in.ts';

const finding: FindingRow = {
  id: 'f1',
  type: 'check',
  subject: 'arn:aws:s3:::open-bucket',
  key: 's3-public',
  title: 'The bucket is not public',
  severity: 'critical',
  status: 'open',
  firstSeen: '2026-01-01T00:00:00Z',
  lastSeen: '2026-01-02T00:00:00Z',
  place: { account: '123456789012', region: 'eu-west-1' },
  evidence: { Policy: { Principal: '*' } },
  isSample: true,
};
const check: CheckRow = {
  id: 's3-public',
  title: 'The bucket is not public',
  resourceType: 'aws.s3',
  severity: 'critical',
  description: 'Anybody can read it.',
  remediation: {
    explanation: 'Block public access.',
    cli: 'aws s3api put-public-access-block',
    iac: 'resource {}',
  },
  passed: 4,
  failed: 1,
  errors: 2,
  frameworks: [{ framework: 'cis', control: '2.1' }],
};
const answers: Answers = {
  ...signedIn(),
  'GET /api/v1/findings': {
    rows: [finding],
    total: 1,
    totalInScope: 7,
    bySeverity: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
    byStatus: { open: 1, resolved: 6, accepted: 0 },
  },
  'GET /api/v1/findings/f1': finding,
  'GET /api/v1/checks': { checks: [check] },
  'GET /api/v1/frameworks': { frameworks: [] },
};

let mounted: Mounted;
afterEach(() => mounted.unmount());

it('shows a finding with its evidence, how to fix it and the controls it touches', async () => {
  mounted = await mountConsole('/posture', answers);
  await mounted.until(() => expect(document.querySelector('[data-row="0"]')).not.toBeNull());
  await mounted.until(() => expect(named('button', 'Resolved6')).toBeDefined());
  expect(document.querySelector('[data-row="0"]')?.textContent).toContain('Sample');
  await click(document.querySelector('[data-row="0"]'));
  await mounted.until(() => expect(mounted.host.textContent).toContain('aws s3api put-public-access-block'));
  expect(mounted.host.textContent).toContain('Principal');
  expect(named('a', '2.1')?.getAttribute('href')).toBe('/compliance/cis?open=2.1');
  expect(named('a', finding.subject)?.getAttribute('href')).toContain('/inventory?open=');
  expect(await accessibilityProblems(mounted.host)).toEqual([]);
});

it('counts a check that could not be read neither as passed nor as failed', async () => {
  mounted = await mountConsole('/posture?view=checks&open=s3-public', answers);
  await mounted.until(() => expect(mounted.host.textContent).toContain('An error means'));
  expect(named('a', 'Show 1 finding')?.getAttribute('href')).toBe('/posture?f=checkId+=+s3-public&sev=all');
  await click(named('button', 'Passing0'));
  await mounted.until(() => expect(mounted.host.textContent).toContain('Nothing matches these filters'));
});
