import type { Coverage } from '@breakwater/model';
import { expect, it } from 'vitest';
import { facetCounts, inScope, missingRight } from './inventory-view.ts';

const row = (type: string, region: string, count: number): Coverage => ({
  type,
  region,
  count,
  account: '123456789012',
  status: 'ok',
});

it('counts resources by type, most first, without empty types', () => {
  const rows = [
    row('aws.s3', 'us-east-1', 2),
    row('aws.ecr', 'us-east-1', 0),
    row('aws.s3', 'eu-west-1', 3),
    row('aws.ecs', 'eu-west-1', 9),
  ];
  expect(facetCounts(rows, 'type')).toEqual([
    { value: 'aws.ecs', count: 9 },
    { value: 'aws.s3', count: 5 },
  ]);
});

it.each([
  [[], true],
  [[{ level: 'account', value: '123456789012' }], true],
  [[{ level: 'account', value: '2' }], false],
  [[{ level: 'region', value: 'eu-west-1' }], false],
  [[{ level: 'cluster', value: 'shop' }], true],
] as const)('scope %j: %s', (scope, isIn) =>
  expect(inScope(row('aws.s3', 'us-east-1', 1), scope)).toBe(isIn),
);

it('keeps what has no region in the scope of any region', () =>
  expect(inScope(row('aws.iam-role', 'global', 1), [{ level: 'region', value: 'eu-west-1' }])).toBe(true));

it.each([
  ['ecr:DescribeRepositories is denied; grant it', 'ecr:DescribeRepositories'],
  ['User: arn:aws:iam::1:user/a is not authorized', undefined],
  [undefined, undefined],
])('%s lacks %s', (message, right) => expect(missingRight(message)).toBe(right));
