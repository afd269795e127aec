import { account, person, personAtCommandLine, userWithMfa } from './actors.ts';
import { read, write } from './calls.ts';
import type { Fields } from './fields.ts';
import type { Habit } from './habit.ts';
import type { Random } from './random.ts';

const names = ['ada', 'grace', 'edsger', 'barbara', 'linus', 'margaret'] as const;

/** Few have a user of their own. */
const users = ['auditor', 'billing', 'legacy', 'partner', 'printer'] as const;

/** People look around, sign in, and do small things. */
export const working: readonly Habit[] = [
  {
    weight: 14,
    hours: [7, 18],
    make: (random) => ({ ...person(random.pick(names)), ...random.pick(looks)(random) }),
  },
  {
    weight: 4,
    hours: [7, 18],
    make: (random) => ({ ...personAtCommandLine(random.pick(names)), ...random.pick(looks)(random) }),
  },
  {
    weight: 1,
    hours: [7, 18],
    make: (random) => ({ ...person(random.pick(names)), ...random.pick(deeds)(random) }),
  },
  {
    weight: 0.3,
    hours: [6, 10],
    make: (random) => ({ ...person(random.pick(names)), ...signIn('Success', 'No') }),
  },
  {
    weight: 0.1,
    hours: [6, 10],
    make: (random) => ({ ...userWithMfa(random.pick(users)), ...signIn('Success', 'Yes') }),
  },
  {
    weight: 0.01,
    hours: [6, 10],
    make: (random) => ({ ...userWithMfa(random.pick(users)), ...signIn('Failure', 'Yes') }),
  },
];

type Call = (random: Random) => Fields;

function signIn(outcome: string, mfa: string): Fields {
  return {
    ...write('signin', 'ConsoleLogin', null, { response: { ConsoleLogin: outcome } }),
    eventType: 'AwsConsoleSignIn',
    awsRegion: 'us-east-1',
    additionalEventData: { MobileVersion: 'No', MFAUsed: mfa },
  };
}

const looks: readonly [Call, ...Call[]] = [
  () => read('ecs', 'DescribeServices', { cluster: 'shop-prod' }),
  () => read('ecs', 'DescribeTasks', { cluster: 'shop-prod' }),
  () => read('ecs', 'ListTasks', { cluster: 'shop-prod' }),
  () => read('ecs', 'DescribeTaskDefinition', { taskDefinition: 'shop-web' }),
  () => read('logs', 'FilterLogEvents', { logGroupName: '/ecs/shop' }),
  () => read('logs', 'StartQuery', { logGroupName: '/ecs/shop' }),
  () => read('monitoring', 'DescribeAlarms'),
  () => read('ec2', 'DescribeInstances', {}),
  () => read('ec2', 'DescribeSecurityGroups', {}),
  () => read('rds', 'DescribeDBInstances'),
  () => read('s3', 'ListBuckets'),
  () => read('iam', 'ListRoles'),
  () => read('iam', 'GetRole', { roleName: 'shop-task' }),
  () => read('kms', 'ListAliases'),
  () => read('secretsmanager', 'ListSecrets'),
  () => read('ssm', 'DescribeParameters'),
  () => read('lambda', 'ListFunctions20150331'),
  () => read('cloudtrail', 'LookupEvents'),
  () => read('guardduty', 'ListDetectors'),
  () => read('cloudformation', 'DescribeStacks', { stackName: 'none' }, { error: 'ValidationException' }),
  () => read('ce', 'GetCostAndUsage', {}, { error: 'AccessDenied' }),
  () => read('sts', 'GetCallerIdentity'),
  () => read('health', 'DescribeEvents', {}, { error: 'SubscriptionRequiredException' }),
];

const deeds: readonly [Call, ...Call[]] = [
  () => write('ecs', 'UpdateService', { cluster: 'shop-prod', service: 'web', desiredCount: 4 }),
  () => write('ecs', 'UpdateService', { cluster: 'shop-prod', service: 'web', forceNewDeployment: true }),
  (random) => write('ecs', 'StopTask', { cluster: 'shop-prod', task: random.hex(32), reason: 'restart' }),
  () => write('monitoring', 'PutMetricAlarm', { alarmName: 'errors' }),
  () => write('monitoring', 'PutDashboard', { dashboardName: 'shop' }),
  () => write('rds', 'CreateDBSnapshot', { dBInstanceIdentifier: 'shop', dBSnapshotIdentifier: 'before' }),
  () => write('rds', 'RebootDBInstance', { dBInstanceIdentifier: 'shop' }),
  () => write('ec2', 'CreateTags', {}),
  () => write('ec2', 'StartInstances', {}),
  () =>
    write('ec2', 'AuthorizeSecurityGroupIngress', {
      groupId: 'sg-office',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            groups: {},
            ipRanges: { items: [{ cidrIp: '192.0.2.0/24' }] },
          },
        ],
      },
    }),
  (random) => write('s3', 'PutObject', { bucketName: 'team-files', key: random.hex(6) }),
  (random) => write('s3', 'DeleteObject', { bucketName: 'team-files', key: random.hex(6) }),
  (random) => read('s3', 'GetObject', { bucketName: 'team-files', key: random.hex(6) }),
  () => write('ssm', 'PutParameter', { name: '/shop/rate', type: 'SecureString', overwrite: true }),
  () => write('lambda', 'Invoke', { functionName: 'thumbnails' }),
  () => write('iam', 'ChangePassword', null),
  () => read('sts', 'AssumeRole', { roleArn: `arn:aws:iam::${account}:role/reader` }),
  () => write('events', 'PutRule', { name: 'nightly' }),
  () => write('sqs', 'StartMessageMoveTask', { sourceArn: 'dead-letters' }),
  () => write('logs', 'CreateLogGroup', { logGroupName: '/team/notes' }),
];
