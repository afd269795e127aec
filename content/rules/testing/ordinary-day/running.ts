import {
  account,
  instance,
  lambda,
  linkedRole,
  program,
  reader,
  region,
  service,
  task,
  taskAgent,
  vendor,
} from './actors.ts';
import { read, serviceEvent, write } from './calls.ts';
import type { Fields } from './fields.ts';
import type { Habit } from './habit.ts';
import type { Random } from './random.ts';

/** Tasks, functions and services of AWS do their work. */
export const running: readonly Habit[] = [
  { weight: 60, make: useOfRole },
  { weight: 10, make: (random, ids) => ({ ...taskAgent(random.pick(ids)), ...random.pick(starts) }) },
  {
    weight: 8,
    make: (random) => ({ ...lambda(random.pick(['thumbnails', 'invoices'])), ...random.pick(functionCalls) }),
  },
  { weight: 20, make: (random) => random.pick(services)(random) },
  { weight: 4, make: (random) => ({ ...reader(), ...random.pick(inventory) }) },
  {
    weight: 2,
    make: () => ({
      ...instance(),
      ...write('ssm', 'UpdateInstanceInformation', { instanceId: 'i-0123456789abcdef0' }),
    }),
  },
  { weight: 2, make: (random) => ({ ...program('report-export'), ...random.pick(exports) }) },
  {
    weight: 1,
    make: () => ({
      ...vendor(),
      ...read('sts', 'AssumeRole', { roleArn: `arn:aws:iam::${account}:role/monitoring`, externalId: 'x' }),
    }),
  },
];

function useOfRole(random: Random, ids: readonly [string, ...string[]]): Fields {
  const id = random.pick(ids);
  const role = `shop-${random.pick(['web', 'checkout', 'worker'])}-task`;
  return { ...task(role, id, random), ...random.pick(ofTasks)(random) };
}

type Call = (random: Random) => Fields;

const ofTasks: readonly [Call, ...Call[]] = [
  (random) => read('s3', 'GetObject', { bucketName: 'shop-uploads', key: `in/${random.hex(8)}` }),
  (random) => write('s3', 'PutObject', { bucketName: 'shop-uploads', key: `out/${random.hex(8)}` }),
  (random) => write('s3', 'DeleteObject', { bucketName: 'shop-uploads', key: `in/${random.hex(8)}` }),
  (random) =>
    write('s3', 'CopyObject', {
      bucketName: 'shop-uploads',
      key: `kept/${random.hex(8)}`,
      'x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:${region}:${account}:key/1`,
    }),
  (random) =>
    read(
      's3',
      'GetObject',
      { bucketName: 'shop-uploads', key: `in/${random.hex(8)}` },
      { error: 'NoSuchKey' },
    ),
  () => read('s3', 'ListObjects', { bucketName: 'shop-uploads' }),
  (random) =>
    read('secretsmanager', 'GetSecretValue', { secretId: random.pick(['shop/db', 'shop/payments']) }),
  () => read('kms', 'Decrypt', { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }),
  () => read('kms', 'GenerateDataKey', { keyId: 'k1', keySpec: 'AES_256' }),
  () => read('ssm', 'GetParameter', { name: '/shop/rate', withDecryption: true }),
  () => read('ssm', 'GetParametersByPath', { path: '/shop' }),
  () => write('sqs', 'SendMessage', { queueUrl: 'orders' }),
  () => write('sqs', 'DeleteMessage', { queueUrl: 'orders' }),
  () => write('sns', 'Publish', { topicArn: 'orders' }),
  () => read('dynamodb', 'GetItem', { tableName: 'carts' }),
  () => write('dynamodb', 'PutItem', { tableName: 'carts' }),
  () => write('dynamodb', 'PutItem', { tableName: 'carts' }, { error: 'ThrottlingException' }),
  () => read('secretsmanager', 'GetSecretValue', { secretId: 'shop/legacy' }, { error: 'AccessDenied' }),
  () => read('sts', 'GetCallerIdentity'),
  () => read('bedrock', 'InvokeModel', { modelId: 'small-1' }),
  () => read('bedrock', 'InvokeModel', { modelId: 'small-1' }, { error: 'ThrottlingException' }),
];

const starts: readonly [Fields, ...Fields[]] = [
  read('ecr', 'GetAuthorizationToken'),
  read('ecr', 'BatchGetImage', { repositoryName: 'shop/web' }),
  read('ecr', 'GetDownloadUrlForLayer', { repositoryName: 'shop/web' }),
  write('logs', 'CreateLogStream', { logGroupName: '/ecs/shop' }),
  read('secretsmanager', 'GetSecretValue', { secretId: 'shop/db' }),
  read('ssm', 'GetParameters', { names: ['/shop/db'] }),
];

const functionCalls: readonly [Fields, ...Fields[]] = [
  write('logs', 'CreateLogStream', { logGroupName: '/aws/lambda/thumbnails' }),
  read('kms', 'Decrypt', {}),
  read('dynamodb', 'Query', { tableName: 'carts' }),
  write('s3', 'PutObject', { bucketName: 'shop-assets', key: 'thumb.png' }),
];

const inventory: readonly [Fields, ...Fields[]] = [
  read('ecs', 'ListClusters'),
  read('ecs', 'DescribeTasks', {}),
  read('ecs', 'DescribeTaskDefinition', { taskDefinition: 'shop-web' }),
  read('ec2', 'DescribeSecurityGroups', {}),
  read('iam', 'GetAccountAuthorizationDetails'),
  read('iam', 'ListUsers'),
  read('ecr', 'DescribeImages', {}),
  read('s3', 'ListBuckets'),
  read('ec2', 'DescribeVpcs', {}, { error: 'Client.UnauthorizedOperation' }),
];

const exports: readonly [Fields, ...Fields[]] = [
  write('s3', 'PutObject', { bucketName: 'shop-reports', key: 'day.csv' }),
  read('s3', 'ListObjects', { bucketName: 'shop-reports' }),
  write('ses', 'SendEmail', { source: 'reports@example.com' }),
];

const scaling = 'ecs.application-autoscaling.amazonaws.com';

const services: readonly [Call, ...Call[]] = [
  (random) => ({
    ...linkedRole('AWSServiceRoleForApplicationAutoScaling_ECSService', scaling),
    ...write('ecs', 'UpdateService', {
      cluster: 'shop-prod',
      service: 'web',
      desiredCount: random.pick([0, 2, 4, 120]),
    }),
  }),
  (random) => ({
    ...service('ecs-tasks.amazonaws.com'),
    ...read('sts', 'AssumeRole', {
      roleArn: `arn:aws:iam::${account}:role/shop-web-task`,
      roleSessionName: random.hex(32),
    }),
  }),
  () => ({
    ...service('lambda.amazonaws.com'),
    ...read('sts', 'AssumeRole', { roleArn: `arn:aws:iam::${account}:role/thumbnails-role` }),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForECS', 'ecs.amazonaws.com'),
    ...write('elasticloadbalancing', 'RegisterTargets', {}),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForECS', 'ecs.amazonaws.com'),
    ...write('ec2', 'CreateNetworkInterface', {}),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForECS', 'ecs.amazonaws.com'),
    ...write('ec2', 'DeleteNetworkInterface', {}),
  }),
  () => ({
    ...service('events.amazonaws.com'),
    ...write('ecs', 'RunTask', { cluster: 'shop-prod', taskDefinition: 'shop-report', count: 1 }),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForBackup', 'backup.amazonaws.com'),
    ...write('ec2', 'CreateSnapshot', { volumeId: 'vol-1' }),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForBackup', 'backup.amazonaws.com'),
    ...write('ec2', 'DeleteSnapshot', { snapshotId: 'snap-1' }),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForBackup', 'backup.amazonaws.com'),
    ...write('backup', 'DeleteRecoveryPoint', { backupVaultName: 'daily' }),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForConfig', 'config.amazonaws.com'),
    ...read('s3', 'GetBucketAcl', { bucketName: 'shop-assets' }),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForConfig', 'config.amazonaws.com'),
    ...read('iam', 'GetAccountAuthorizationDetails'),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForConfig', 'config.amazonaws.com'),
    ...read('ec2', 'DescribeInstances', {}),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForAmazonGuardDuty', 'guardduty.amazonaws.com'),
    ...read('ec2', 'DescribeVpcs', {}),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForAmazonGuardDuty', 'guardduty.amazonaws.com'),
    ...write('ec2', 'CreateVpcEndpoint', {}),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForSecurityHub', 'securityhub.amazonaws.com'),
    ...read('iam', 'ListUsers'),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForAmazonInspector2', 'inspector2.amazonaws.com'),
    ...read('ecr', 'BatchGetImage', {}),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForAccessAnalyzer', 'access-analyzer.amazonaws.com'),
    ...read('kms', 'GetKeyPolicy', {}),
  }),
  () => ({
    ...linkedRole('AWSServiceRoleForRDS', 'rds.amazonaws.com'),
    ...write('logs', 'CreateLogStream', {}),
  }),
  () => ({ ...service('cloudtrail.amazonaws.com'), ...read('kms', 'GenerateDataKey', {}) }),
  () => ({
    ...service('delivery.logs.amazonaws.com'),
    ...write('s3', 'PutObject', { bucketName: 'flow-logs' }),
  }),
  () => serviceEvent('kms', 'RotateKey'),
  () => serviceEvent('ecr', 'PolicyExecutionEvent'),
  () => serviceEvent('secretsmanager', 'RotationSucceeded'),
  () => serviceEvent('autoscaling', 'TerminateInstances'),
];
