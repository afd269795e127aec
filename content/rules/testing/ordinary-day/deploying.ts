import { account, pipeline, region, terraform } from './actors.ts';
import { read, write } from './calls.ts';
import type { Habit } from './habit.ts';
import type { Random } from './random.ts';

const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;

/** Pipelines build, push and deploy; Terraform plans and applies. */
export const deploying: readonly Habit[] = [
  { weight: 12, make: (random) => ({ ...pipeline(random), ...random.pick(steps)(random) }) },
  { weight: 8, make: (random) => ({ ...terraform(random), ...random.pick(planned)(random) }) },
  { weight: 2, make: (random) => ({ ...terraform(random), ...random.pick(applied)(random) }) },
];

type Call = (random: Random) => Readonly<Record<string, unknown>>;

function service(random: Random): string {
  return random.pick(['web', 'checkout', 'worker', 'search']);
}

const steps: readonly [Call, ...Call[]] = [
  () => read('sts', 'GetCallerIdentity'),
  () => read('ecr', 'GetAuthorizationToken'),
  (random) => read('ecr', 'BatchCheckLayerAvailability', { repositoryName: `shop/${service(random)}` }),
  (random) => write('ecr', 'InitiateLayerUpload', { repositoryName: `shop/${service(random)}` }),
  (random) => write('ecr', 'UploadLayerPart', { repositoryName: `shop/${service(random)}` }),
  (random) => write('ecr', 'CompleteLayerUpload', { repositoryName: `shop/${service(random)}` }),
  (random) =>
    write(
      'ecr',
      'PutImage',
      { repositoryName: `shop/${service(random)}`, imageTag: `build-${random.hex(8)}` },
      { response: { image: { imageId: { imageDigest: `sha256:${random.hex(64)}` } } } },
    ),
  (random) =>
    write(
      'ecr',
      'PutImage',
      { repositoryName: `shop/${service(random)}`, imageTag: 'latest' },
      { response: { image: { imageId: { imageDigest: `sha256:${random.hex(64)}` } } } },
    ),
  (random) =>
    write('ecr', 'BatchDeleteImage', {
      repositoryName: `shop/${service(random)}`,
      imageIds: [{ imageTag: `build-${random.hex(8)}` }],
    }),
  (random) =>
    write('ecs', 'RegisterTaskDefinition', {
      family: `shop-${service(random)}`,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      taskRoleArn: `arn:aws:iam::${account}:role/shop-task`,
      executionRoleArn: `arn:aws:iam::${account}:role/shop-execution`,
      containerDefinitions: [
        {
          name: 'app',
          image: `${registry}/shop/${service(random)}:build-${random.hex(8)}`,
          readonlyRootFilesystem: true,
          user: '10001',
          environment: [{ name: 'LOG_LEVEL', value: 'info' }],
          secrets: [{ name: 'DB_PASSWORD', valueFrom: `arn:aws:ssm:${region}:${account}:parameter/shop/db` }],
          logConfiguration: { logDriver: 'awslogs' },
        },
        { name: 'agent', image: 'public.ecr.aws/datadog/agent:7' },
      ],
    }),
  (random) =>
    write('ecs', 'UpdateService', {
      cluster: 'shop-prod',
      service: service(random),
      taskDefinition: `shop-${service(random)}:${100 + random.below(50)}`,
      forceNewDeployment: false,
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED' } },
    }),
  (random) => write('ecs', 'DeregisterTaskDefinition', { taskDefinition: `shop-${service(random)}:1` }),
  (random) =>
    write('ecs', 'RunTask', {
      cluster: 'shop-prod',
      taskDefinition: 'shop-migrate',
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED' } },
      overrides: { containerOverrides: [{ name: 'app', command: ['migrate', `${random.below(90)}`] }] },
    }),
  (random) => read('ecs', 'DescribeServices', { cluster: 'shop-prod', services: [service(random)] }),
  () => read('ecs', 'DescribeTaskDefinition', { taskDefinition: 'shop-web' }),
  () => write('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'thumbnails' }),
  () => read('lambda', 'GetFunction20150331v2', { functionName: 'thumbnails' }),
  () => write('cloudformation', 'CreateChangeSet', { stackName: 'shop' }),
  () => write('cloudformation', 'ExecuteChangeSet', { stackName: 'shop' }),
  () => write('cloudfront', 'CreateInvalidation', { distributionId: 'EDFDVBD6EXAMPLE' }),
  (random) => write('s3', 'PutObject', { bucketName: 'shop-assets', key: `app.${random.hex(8)}.js` }),
];

const planned: readonly [Call, ...Call[]] = [
  () => read('sts', 'GetCallerIdentity'),
  () => read('iam', 'GetRole', { roleName: 'shop-task' }),
  () => read('iam', 'ListRolePolicies', { roleName: 'shop-task' }),
  () => read('iam', 'ListAttachedRolePolicies', { roleName: 'shop-task' }),
  () => read('ec2', 'DescribeSecurityGroups', {}),
  () => read('ec2', 'DescribeVpcs', {}),
  () => read('ec2', 'DescribeRouteTables', {}),
  () => read('s3', 'GetBucketPolicy', { bucketName: 'shop-assets' }),
  () => read('s3', 'GetBucketVersioning', { bucketName: 'shop-assets' }),
  () =>
    read(
      's3',
      'GetBucketReplication',
      { bucketName: 'shop-assets' },
      { error: 'ReplicationConfigurationNotFoundError' },
    ),
  () => read('kms', 'GetKeyPolicy', { keyId: 'k1' }),
  () => read('secretsmanager', 'DescribeSecret', { secretId: 'shop/db' }),
  () => read('elasticloadbalancing', 'DescribeLoadBalancers', {}),
  () => read('route53', 'ListResourceRecordSets', { hostedZoneId: 'Z1' }),
  () => read('ecs', 'DescribeClusters', {}),
  () => read('logs', 'DescribeLogGroups', {}),
  () => read('rds', 'DescribeDBInstances', {}),
];

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const rights = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::shop-assets/*' }],
});
const onlyTls = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::shop-assets/*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject' },
  ],
};

const applied: readonly [Call, ...Call[]] = [
  (random) =>
    write('iam', 'CreateRole', { roleName: `svc-${random.hex(4)}`, assumeRolePolicyDocument: trust }),
  () => write('iam', 'UpdateAssumeRolePolicy', { roleName: 'shop-task', policyDocument: trust }),
  () =>
    write('iam', 'PutRolePolicy', { roleName: 'shop-task', policyName: 'assets', policyDocument: rights }),
  () =>
    write('iam', 'AttachRolePolicy', {
      roleName: 'shop-execution',
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    }),
  () =>
    write('iam', 'CreatePolicyVersion', {
      policyArn: `arn:aws:iam::${account}:policy/shop`,
      policyDocument: rights,
      setAsDefault: true,
    }),
  () =>
    write('ec2', 'AuthorizeSecurityGroupIngress', {
      groupId: 'sg-0a1b',
      ipPermissions: {
        items: [443, 80].map((port) => ({
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          groups: {},
          ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
          ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
          prefixListIds: {},
        })),
      },
    }),
  () =>
    write('ec2', 'AuthorizeSecurityGroupIngress', {
      groupId: 'sg-0a1c',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 5432,
            toPort: 5432,
            groups: { items: [{ groupId: 'sg-0a1b' }] },
            ipRanges: {},
          },
        ],
      },
    }),
  () =>
    write('ec2', 'CreateRoute', {
      routeTableId: 'rtb-1',
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: 'nat-1',
    }),
  () => write('s3', 'PutBucketPolicy', { bucketName: 'shop-assets', bucketPolicy: onlyTls }),
  () =>
    write('s3', 'PutBucketPublicAccessBlock', {
      bucketName: 'shop-assets',
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  () =>
    write('s3', 'PutBucketVersioning', {
      bucketName: 'shop-assets',
      VersioningConfiguration: { Status: 'Enabled' },
    }),
  () =>
    write('s3', 'PutBucketLifecycle', {
      bucketName: 'shop-assets',
      LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: 90 } } },
    }),
  () =>
    write('kms', 'CreateKey', {
      policy: JSON.stringify({
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
        ],
      }),
    }),
  () => write('kms', 'EnableKeyRotation', { keyId: 'k1' }),
  () => write('secretsmanager', 'CreateSecret', { name: 'shop/new' }),
  () => write('logs', 'PutRetentionPolicy', { logGroupName: '/ecs/shop', retentionInDays: 30 }),
  () => write('elasticloadbalancing', 'CreateLoadBalancer', { name: 'shop', scheme: 'internet-facing' }),
  () =>
    write('elasticloadbalancing', 'CreateListener', {
      protocol: 'HTTP',
      port: 80,
      defaultActions: [{ type: 'redirect', redirectConfig: { protocol: 'HTTPS' } }],
    }),
  () => write('route53', 'ChangeResourceRecordSets', { hostedZoneId: 'Z1', changeBatch: { changes: [] } }),
  () =>
    write('ecr', 'PutImageScanningConfiguration', {
      repositoryName: 'shop/web',
      imageScanningConfiguration: { scanOnPush: true },
    }),
  () =>
    write('ecr', 'PutLifecyclePolicy', { repositoryName: 'shop/web', lifecyclePolicyText: '{"rules":[]}' }),
  () => write('events', 'PutRule', { name: 'nightly', state: 'ENABLED' }),
  () => write('ecs', 'CreateService', { cluster: 'shop-prod', serviceName: 'preview', desiredCount: 1 }),
  () => write('ecs', 'DeleteService', { cluster: 'shop-prod', service: 'preview' }),
  () => write('rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'shop', backupRetentionPeriod: 14 }),
  () =>
    write('lambda', 'AddPermission20150331v2', {
      functionName: 'thumbnails',
      principal: 's3.amazonaws.com',
      sourceAccount: account,
    }),
];
