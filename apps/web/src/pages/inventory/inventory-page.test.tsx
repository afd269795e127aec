import { afterEach, expect, it } from 'vitest';
import { accessibilityProblems } from '../../testing/accessibility.ts';
import { type Answers, click, type Mounted, mountConsole, named } from '../../testing/mount.tsx';
import { signedIn } from '../../testing/signed-in.ts';

const place = { provider: 'aws', account: '123456789012', region: 'eu-west-1' };
const arn = 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web';
const other = 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop';
const resource = {
  id: arn,
  type: 'aws.ecs-service',
  name: 'web',
  place,
  tags: { team: 'shop' },
  seenAt: '2026-01-01T00:00:00Z',
  isSample: false,
  configuration: { clusterArn: other, desiredCount: 2 },
};
const account = {
  id: '123456789012',
  account: '123456789012',
  name: 'production',
  provider: 'aws',
  method: 'role',
  regions: [],
  lastSync: {
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:01:00Z',
    status: 'partial',
    resources: 1,
  },
  isSample: false,
};
const coverage = [
  { type: 'aws.ecs-service', account: '123456789012', region: 'eu-west-1', status: 'ok', count: 1 },
  {
    type: 'aws.ecr',
    account: '123456789012',
    region: 'eu-west-1',
    status: 'denied',
    count: 0,
    message: 'ecr:DescribeRepositories is denied',
  },
];
const result = {
  checkId: 'ecs-public-ip',
  resourceId: arn,
  resourceType: 'aws.ecs-service',
  place,
  status: 'FAIL',
  severity: 'high',
  evidence: {},
};

const full: Answers = {
  'GET /api/v1/accounts': { accounts: [account] },
  'GET /api/v1/coverage': { coverage },
  'GET /api/v1/resources': { rows: [resource], total: 1, totalInScope: 1 },
  [`GET /api/v1/resources/${encodeURIComponent(arn)}`]: { resource, results: [result], findings: [] },
  'GET /api/v1/checks': { checks: [] },
};
const empty: Answers = {
  'GET /api/v1/accounts': { accounts: [] },
  'GET /api/v1/coverage': { coverage: [] },
  'GET /api/v1/resources': { rows: [], total: 0, totalInScope: 0 },
};

let mounted: Mounted;
const open = async (address: string, answers: Answers, permissions?: readonly string[]) => {
  mounted = await mountConsole(address, { ...signedIn(permissions), ...answers });
};

afterEach(() => mounted.unmount());

it('says how complete it is, and which right is missing', async () => {
  await open('/inventory', full);
  await mounted.until(() => expect(mounted.host.textContent).toContain('1 part could not be read'));
  await mounted.until(() => expect(mounted.host.textContent).toContain('Partial'));
  expect(await accessibilityProblems(mounted.host)).toEqual([]);
  await click(named('button', '1 part not read'));
  await mounted.until(() => expect(mounted.host.textContent).toContain('ecr:DescribeRepositories'));
  await click(document.querySelector('[data-row="0"]'));
  await mounted.until(() => expect(mounted.host.textContent).toContain('IAM policy statement'));
  expect(document.querySelector('pre')?.textContent).toContain('"ecr:DescribeRepositories"');
});

it('shows a resource with its checks; an ARN in its configuration leads on', async () => {
  await open(`/inventory?open=${encodeURIComponent(arn)}`, full);
  await mounted.until(() => expect(mounted.host.textContent).toContain('desiredCount'));
  expect(mounted.host.textContent).toContain('ecs-public-ip');
  await click(named('a', other));
  expect(new URLSearchParams(mounted.address().split('?')[1]).get('open')).toBe(other);
});

it('asks an administrator to connect an account, and everybody else to ask one', async () => {
  await open('/inventory', empty);
  await mounted.until(() => expect(mounted.host.textContent).toContain('No resources yet'));
  expect(named('button', 'Connect account')).toBeDefined();
  await mounted.unmount();
  await open('/inventory', empty, ['read']);
  await mounted.until(() => expect(mounted.host.textContent).toContain('Ask an administrator'));
  expect(named('button', 'Connect account')).toBeUndefined();
});
