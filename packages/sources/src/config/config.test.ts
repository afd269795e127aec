import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { changedPaths, isSame } from './differences.ts';
import { config } from './index.ts';
import { restoreBefore } from './restore-before.ts';

const port = (number: number, ...ranges: readonly string[]) => ({
  fromPort: number,
  toPort: number,
  ipRanges: ranges.map((cidrIp) => ({ cidrIp })),
});
const group = {
  id: 'arn:aws:ec2:eu-west-1:1:security-group/sg-1',
  type: 'aws.security-group',
  name: 'web',
  place: { provider: 'aws', account: '1', region: 'eu-west-1' },
  tags: { env: 'prod' },
  seenAt: '2026-03-02T09:30:00Z',
};
const change = {
  time: '2026-03-02T09:30:00Z',
  change: 'updated',
  recordedBy: 'inventory',
  resource: group,
  before: { groupId: 'sg-1', ipPermissions: [port(443, '0.0.0.0/0')], limit: 5 },
  after: {
    groupId: 'sg-1',
    ipPermissions: [port(443, '0.0.0.0/0'), port(22, '::/0', '10.0.0.0/8')],
    limit: 6,
  },
  actor: { user: 'admin/ada', sourceIp: '203.0.113.9', call: 'AuthorizeSecurityGroupIngress' },
  checks: { failed: ['sg-open-ssh'], controls: ['cis-aws/5.2'] },
};

function read(record: object, name: string, argument?: string): unknown {
  const { events, rejected } = config.parse(JSON.stringify(record));
  expect(rejected).toEqual([]);
  const field = config.fields.find((one) => one.name === name);
  const [event] = events;
  if (field === undefined || event === undefined) throw new Error(`no field ${name}`);
  return field.extract(event, argument);
}

describe('fields of a configuration change', () => {
  it.each<[string, string | undefined, unknown]>([
    ['config.change', undefined, 'updated'],
    ['config.resource', undefined, group.id],
    ['config.type', undefined, 'aws.security-group'],
    ['config.name', undefined, 'web'],
    ['config.account', undefined, '1'],
    ['config.tag', 'env', 'prod'],
    ['config.tag', 'constructor', undefined],
    ['config.tags', undefined, ['env=prod']],
    ['config.changed_paths', undefined, ['/ipPermissions', '/limit']],
    ['config.changed', '/limit', true],
    ['config.changed', '/ipPermissions/0/fromPort', false],
    ['config.changed', '/ipPermissions/1/fromPort', true],
    ['config.changed', '/groupId', false],
    ['config.before', '/limit', '5'],
    ['config.after', 'groupId', 'sg-1'],
    ['config.after', '/ipPermissions/0/ipRanges', '[{"cidrIp":"0.0.0.0/0"}]'],
    ['config.after', '/nothing', undefined],
    ['config.after.number', '/limit', 6],
    ['config.after.number', '/groupId', undefined],
    ['config.after.list', '/ipPermissions/*/fromPort', ['443', '22']],
    ['config.before.list', '/ipPermissions/*/ipRanges/*/cidrIp', ['0.0.0.0/0']],
    ['config.added', '/ipPermissions/*/ipRanges/*/cidrIp', ['::/0', '10.0.0.0/8']],
    ['config.removed', '/ipPermissions/*/ipRanges/*/cidrIp', undefined],
    ['config.user', undefined, 'admin/ada'],
    ['config.call', undefined, 'AuthorizeSecurityGroupIngress'],
    ['config.checks.failed', undefined, ['sg-open-ssh']],
    ['config.checks.passed', undefined, undefined],
    ['config.controls', '0', 'cis-aws/5.2'],
    ['config.info', undefined, 'aws.security-group web was updated by admin/ada'],
  ])('%s[%s]', (name, argument, expected) => {
    expect(read(change, name, argument)).toEqual(expected);
  });

  it.each<[string, object, string, string, unknown]>([
    ['what is new has changed', { change: 'created', before: undefined }, 'config.changed', '/limit', true],
    ['what is new has only what it has', { change: 'created', before: null }, 'config.changed', '/x', false],
    [
      'what is new is added',
      { change: 'created', before: null },
      'config.added',
      '/ipPermissions/*/toPort',
      ['443', '22'],
    ],
    ['what is gone is removed', { change: 'deleted', after: null }, 'config.removed', '/limit', ['5']],
    ['paths tell where sides are unknown', { before: null, changed: ['/a/b'] }, 'config.changed', '/a', true],
    ['paths below a changed one', { before: null, changed: ['/a/b'] }, 'config.changed', 'a/b/c', true],
    ['paths beside a changed one', { before: null, changed: ['/a/b'] }, 'config.changed', '/a/bc', false],
    ['nothing known', { before: null }, 'config.changed', '/a', undefined],
  ])('%s', (_, other, name, argument, expected) => {
    expect(read({ ...change, ...other }, name, argument)).toEqual(expected);
  });
});

test.each<[string, object, string]>([
  ['no time', { time: 'today' }, 'time is missing'],
  ['another change', { change: 'moved' }, 'change is "moved"'],
  ['no resource', { resource: undefined }, 'resource.id is missing'],
  ['no type', { resource: { id: 'x' } }, 'resource.type is missing'],
  ['a side that is no object', { before: [] }, 'before is not an object'],
])('rejects a change with %s', (_, other, reason) => {
  const { rejected } = config.parse(JSON.stringify({ ...change, ...other }));
  expect(rejected).toEqual([{ index: 0, error: expect.stringContaining(reason) }]);
});

test('the summary says what, where and who', () => {
  const { events } = config.parse(JSON.stringify(change));
  expect(events.map(config.summarize)).toEqual([
    {
      title: 'aws.security-group web was updated by admin/ada',
      place: group.place,
      user: 'admin/ada',
      sourceIp: '203.0.113.9',
    },
  ]);
});

describe('an event of AWS Config', () => {
  const item = {
    configurationItemCaptureTime: '2026-03-02T09:30:00.123Z',
    configurationItemStatus: 'OK',
    awsAccountId: '1',
    awsRegion: 'eu-west-1',
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: 'sg-1',
    resourceName: 'web',
    ARN: group.id,
    tags: { env: 'prod' },
    configuration: {
      groupId: 'sg-1',
      ipPermissions: [{ fromPort: 443 }, { fromPort: 22 }],
      description: 'new',
    },
  };
  const diff = {
    changeType: 'UPDATE',
    changedProperties: {
      'Configuration.IpPermissions.0': {
        previousValue: { fromPort: 80 },
        updatedValue: null,
        changeType: 'DELETE',
      },
      'Configuration.IpPermissions.1': {
        previousValue: null,
        updatedValue: { fromPort: 22 },
        changeType: 'CREATE',
      },
      'Configuration.Description': { previousValue: 'old', updatedValue: 'new', changeType: 'UPDATE' },
      'Relationships.0': { previousValue: null, updatedValue: { resourceId: 'vpc-1' }, changeType: 'CREATE' },
    },
  };
  const event = (change: object = {}) => ({
    id: 'e1',
    source: 'aws.config',
    'detail-type': 'Config Configuration Item Change',
    detail: {
      messageType: 'ConfigurationItemChangeNotification',
      configurationItem: item,
      configurationItemDiff: diff,
      ...change,
    },
  });

  test('is one of ours, with what it was before', () => {
    const { events } = config.parse(JSON.stringify(event()));
    expect(events).toMatchObject([{ id: 'e1', time: 1772443800123000000n }]);
    expect(events[0]?.record).toEqual({
      id: 'e1',
      time: item.configurationItemCaptureTime,
      change: 'updated',
      recordedBy: 'aws-config',
      resource: { ...group, seenAt: item.configurationItemCaptureTime },
      before: { groupId: 'sg-1', ipPermissions: [{ fromPort: 443 }, { fromPort: 80 }], description: 'old' },
      after: item.configuration,
      changed: ['/ipPermissions', '/description'],
    });
  });

  it.each<[string, object, object]>([
    [
      'of a new resource',
      {
        configurationItem: { ...item, configurationItemStatus: 'ResourceDiscovered' },
        configurationItemDiff: null,
      },
      { change: 'created', after: item.configuration },
    ],
    [
      'of a resource that is gone',
      {
        configurationItem: { ...item, configurationItemStatus: 'ResourceDeleted', configuration: null },
        configurationItemDiff: {
          changeType: 'DELETE',
          changedProperties: { Configuration: { previousValue: item.configuration, updatedValue: null } },
        },
      },
      { change: 'deleted', before: item.configuration, changed: [''] },
    ],
    [
      'with the configuration as text',
      { configurationItem: { ...item, configuration: JSON.stringify(item.configuration) } },
      { after: item.configuration },
    ],
    [
      'with differences that have no place in the item',
      {
        configurationItemDiff: {
          changeType: 'UPDATE',
          changedProperties: { 'Configuration.A.B.C': { previousValue: 1, updatedValue: 2 } },
        },
      },
      { changed: ['/a/b/c'], after: item.configuration },
    ],
    [
      'too large to be delivered',
      {
        messageType: 'OversizedConfigurationItemChangeNotification',
        configurationItem: undefined,
        configurationItemDiff: undefined,
        configurationItemSummary: { ...item, configuration: undefined, changeType: 'DELETE' },
      },
      { change: 'deleted', resource: { type: 'aws.security-group' } },
    ],
    [
      'of a service',
      {
        configurationItem: {
          ...item,
          resourceType: 'AWS::ECS::Service',
          ARN: 'arn:aws:ecs:eu-west-1:1:service/prod/shop',
        },
      },
      { resource: { type: 'aws.ecs-service', place: { cluster: 'prod', service: 'shop' } } },
    ],
    [
      'of a type that no inventory knows',
      { configurationItem: { ...item, resourceType: 'AWS::Lambda::Function' } },
      { resource: { type: 'AWS::Lambda::Function' } },
    ],
  ])('%s', (_, other, expected) => {
    const { events, rejected } = config.parse(JSON.stringify(event(other)));
    expect(rejected).toEqual([]);
    expect(events[0]?.record).toMatchObject(expected);
  });

  test('without a configuration says nothing of what was before', () => {
    const without = event({ configurationItem: { ...item, configuration: null } });
    const [change] = config.parse(JSON.stringify(without)).events;
    expect(change?.record).not.toHaveProperty('before');
    expect(change?.record).toHaveProperty('changed', ['/ipPermissions', '/description', '/relationships']);
  });

  it.each<[string, object, string]>([
    [
      'another message',
      { messageType: 'ScheduledNotification', configurationItem: undefined },
      'holds no configuration item',
    ],
    [
      'an end of recording',
      { configurationItem: { ...item, configurationItemStatus: 'ResourceNotRecorded' } },
      'is no change',
    ],
  ])('%s is rejected', (_, other, reason) => {
    const { rejected } = config.parse(JSON.stringify(event(other)));
    expect(rejected).toEqual([{ index: 0, error: expect.stringContaining(reason) }]);
  });
});

const object = fc.dictionary(fc.string(), fc.jsonValue());

test('changed paths are empty exactly when both sides are the same', () => {
  fc.assert(
    fc.property(object, object, (a, b) => {
      expect(changedPaths(a, b).length === 0).toBe(isSame(a, b));
      expect(changedPaths(a, structuredClone(a))).toEqual([]);
    }),
  );
});

test('no difference of AWS Config breaks or pollutes', () => {
  fc.assert(
    fc.property(object, fc.dictionary(fc.string(), fc.jsonValue()), (after, differences) => {
      const named = Object.fromEntries(
        Object.entries(differences).map(([key, value]) => [`Configuration.${key}`, { previousValue: value }]),
      );
      const copy = structuredClone(after);
      restoreBefore(after, named);
      expect(after).toEqual(copy);
    }),
  );
  restoreBefore({ a: 1 }, JSON.parse('{"Configuration.__proto__.polluted":{"previousValue":true}}'));
  restoreBefore({ a: 1 }, JSON.parse('{"Configuration.__proto__":{"previousValue":{"polluted":true}}}'));
  expect('polluted' in {}).toBe(false);
});
