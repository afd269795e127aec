import type { Coverage, Resource } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import { readCheck } from './check.ts';
import { PolicyError } from './policy-error.ts';
import { runChecks } from './run-checks.ts';

const account = '111122223333';
const now = new Date('2026-01-01T00:00:00Z');

const text = `
id: vpc-has-endpoint
title: The VPC has an endpoint
resource: aws.vpc
severity: medium
description: Why.
remediation: {explanation: How., cli: aws, iac: resource}
reads: {aws.vpc: [VpcId, FlowLogs], aws.vpc-endpoint: [VpcId]}
permissions: ['ec2:DescribeVpcs']
applies:
- IsDefault: false
fail:
- {type: related, resource: aws.vpc-endpoint, join: {VpcId: VpcId}, count: 0}
evidence: [VpcId]
examples:
  pass: [{name: a, resource: {}}]
  fail: [{name: b, resource: {}}]
`;
const check = readCheck(text, 'check.yaml');

function resource(type: string, id: string, configuration: object, more: Partial<Resource> = {}): Resource {
  return {
    id,
    type,
    name: id,
    place: { provider: 'aws', account, region: 'eu-west-1' },
    tags: {},
    seenAt: '',
    configuration: { ...configuration },
    ...more,
  };
}

function coverage(type: string, status: Coverage['status'] = 'ok', region = 'eu-west-1'): Coverage {
  return {
    type,
    account,
    region,
    status,
    count: 0,
    ...(status === 'ok' ? {} : { message: 'not authorized' }),
  };
}

const vpc = resource('aws.vpc', 'vpc-1', { VpcId: 'vpc-1', IsDefault: false });
const endpoint = resource('aws.vpc-endpoint', 'vpce-1', { VpcId: 'vpc-1' });
const whole = [coverage('aws.vpc'), coverage('aws.vpc-endpoint')];

describe('a check', () => {
  it.each<{
    name: string;
    resources: readonly Resource[];
    coverage: readonly Coverage[];
    statuses: readonly string[];
  }>([
    { name: 'passes', resources: [vpc, endpoint], coverage: whole, statuses: ['vpc-1 PASS'] },
    { name: 'fails', resources: [vpc], coverage: whole, statuses: ['vpc-1 FAIL'] },
    {
      name: 'does not speak of what does not apply',
      resources: [resource('aws.vpc', 'vpc-2', { VpcId: 'vpc-2', IsDefault: true })],
      coverage: whole,
      statuses: [],
    },
    {
      name: 'does not look into another account',
      resources: [vpc, { ...endpoint, place: { ...endpoint.place, account: '999988887777' } }],
      coverage: whole,
      statuses: ['vpc-1 FAIL'],
    },
    {
      name: 'errs when what it looks up was denied',
      resources: [vpc],
      coverage: [coverage('aws.vpc'), coverage('aws.vpc-endpoint', 'denied')],
      statuses: ['vpc-1 ERROR'],
    },
    {
      name: 'errs when what it looks up was not read',
      resources: [vpc],
      coverage: [coverage('aws.vpc')],
      statuses: ['vpc-1 ERROR'],
    },
    {
      name: 'does not mind a failure in another region',
      resources: [vpc],
      coverage: [...whole, coverage('aws.vpc-endpoint', 'throttled', 'us-east-1')],
      statuses: ['vpc-1 FAIL'],
    },
    {
      name: 'errs when a field it reads was not read',
      resources: [
        { ...vpc, unread: [{ fields: ['FlowLogs'], action: 'ec2:DescribeFlowLogs', reason: 'denied' }] },
        endpoint,
      ],
      coverage: whole,
      statuses: ['vpc-1 ERROR'],
    },
    {
      name: 'does not mind an unread field that it does not read',
      resources: [
        { ...vpc, unread: [{ fields: ['Tags'], action: 'ec2:DescribeTags', reason: 'denied' }] },
        endpoint,
      ],
      coverage: whole,
      statuses: ['vpc-1 PASS'],
    },
    {
      name: 'errs for a region that could not be listed',
      resources: [],
      coverage: [coverage('aws.vpc', 'denied')],
      statuses: [`unread:aws.vpc:${account}:eu-west-1 ERROR`],
    },
  ])('$name', ({ resources, coverage: read, statuses }) => {
    const results = runChecks([check], resources, read, { now });
    expect(results.map((one) => `${one.resourceId} ${one.status}`)).toEqual(statuses);
    for (const one of results) if (one.status === 'ERROR') expect(one.evidence.reason).toMatch(/read/);
  });

  it('shows the fields that decided', () => {
    const [result] = runChecks([check], [vpc], whole, { now });
    expect(result).toMatchObject({
      evidence: { VpcId: 'vpc-1' },
      place: { region: 'eu-west-1' },
      severity: 'medium',
    });
  });

  it('errs for the one resource that cannot be judged, and judges the rest', () => {
    const items = readCheck(
      text
        .replace(/fail:[\s\S]*evidence/, 'fail:\n- {type: list-item, key: Items, attrs: [{a: 1}]}\nevidence')
        .replace(', aws.vpc-endpoint: [VpcId]', ''),
      'check.yaml',
    );
    const results = runChecks(
      [items],
      [
        resource('aws.vpc', 'good', { IsDefault: false, Items: [{ a: 1 }] }),
        resource('aws.vpc', 'bad', { IsDefault: false, Items: 'text' }),
      ],
      whole,
      { now },
    );
    expect(results.map((one) => `${one.resourceId} ${one.status}`)).toEqual(['good FAIL', 'bad ERROR']);
  });
});

it('judges the account as a resource of its own', () => {
  const accountCheck = readCheck(
    text
      .replace('resource: aws.vpc\n', 'resource: aws.account\n')
      .replace('{aws.vpc: [VpcId, FlowLogs]', '{aws.account: []')
      .replace(/applies:\n.*\n/, '')
      .replace('join: {VpcId: VpcId}, ', ''),
    'check.yaml',
  );
  const run = (resources: readonly Resource[]): unknown =>
    runChecks([accountCheck], resources, whole, { now });
  expect(run([])).toMatchObject([{ resourceId: `arn:aws:iam::${account}:root`, status: 'FAIL' }]);
  expect(run([endpoint])).toMatchObject([{ status: 'PASS' }]);
});

describe('a wrong check file', () => {
  it.each<[string, string, RegExp]>([
    ['severity: medium', 'severity: bad', /severity must be/],
    ['title: The VPC has an endpoint', '', /"title" is missing/],
    [', aws.vpc-endpoint: [VpcId]', '', /"reads" does not name aws\.vpc-endpoint/],
    ['count: 0}', 'count: 0, counts: 1}', /c\.yaml:13: related: unknown key counts/],
    ['permissions', 'rights', /unknown key rights/],
    ['  fail: [{name: b, resource: {}}]', '  fail: []', /at least one fail example/],
  ])('%j as %j', (from, to, message) => {
    expect(() => readCheck(text.replace(from, to), 'c.yaml')).toThrow(message);
    expect(() => readCheck(text.replace(from, to), 'c.yaml')).toThrow(PolicyError);
  });
});
