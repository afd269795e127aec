import type { Random } from './random.ts';

/** A kind of API call, and how often it comes in a day's mix of an account that runs containers. */
export interface Call {
  readonly weight: number;
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly request: (random: Random) => object | null;
  readonly response?: (random: Random) => object;
  /** A data event of S3; management otherwise. */
  readonly isData?: boolean;
}

const account = '111122223333';
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:${account}:${rest}`;
const cluster = (random: Random) => random.pick(['prod', 'staging', 'batch']);
const task = (random: Random) => arn('ecs', `task/${cluster(random)}/${random.hex(32)}`);

const read = (
  service: string,
  name: string,
  weight: number,
  request: Call['request'] = () => null,
): Call => ({
  weight,
  service,
  name,
  readOnly: true,
  request,
});

export const calls: readonly Call[] = [
  read('ecs', 'DescribeTasks', 120, (random) => ({
    cluster: cluster(random),
    tasks: [task(random), task(random)],
    include: ['TAGS'],
  })),
  read('ecs', 'DescribeServices', 90, (random) => ({
    cluster: cluster(random),
    services: [`web-${random.below(20)}`],
  })),
  read('ecs', 'ListTasks', 60, (random) => ({
    cluster: cluster(random),
    desiredStatus: 'RUNNING',
    maxResults: 100,
  })),
  read('ec2', 'DescribeNetworkInterfaces', 80, (random) => ({
    networkInterfaceIdSet: { items: [{ networkInterfaceId: `eni-${random.hex(17)}` }] },
    filterSet: {},
  })),
  read('ec2', 'DescribeSecurityGroups', 30, () => ({ securityGroupSet: {}, filterSet: {} })),
  read('sts', 'GetCallerIdentity', 25),
  read('kms', 'Decrypt', 150, (random) => ({
    encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::shop-data-${random.below(5)}` },
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  })),
  read('secretsmanager', 'GetSecretValue', 40, (random) => ({
    secretId: arn('secretsmanager', `secret:web/${random.hex(6)}`),
  })),
  read('ssm', 'GetParametersByPath', 30, (random) => ({
    path: `/web/${random.below(9)}`,
    withDecryption: true,
  })),
  read('ecr', 'BatchGetImage', 40, (random) => ({
    registryId: account,
    repositoryName: `shop/web-${random.below(8)}`,
    imageIds: [{ imageDigest: `sha256:${random.hex(64)}` }],
    acceptedMediaTypes: [
      'application/vnd.docker.distribution.manifest.v2+json',
      'application/vnd.oci.image.manifest.v1+json',
    ],
  })),
  read('ecr', 'GetAuthorizationToken', 25),
  read('iam', 'GetRole', 30, (random) => ({ roleName: `role-${random.below(60)}` })),
  read('iam', 'ListAttachedRolePolicies', 20, (random) => ({ roleName: `role-${random.below(60)}` })),
  read('elasticloadbalancing', 'DescribeTargetHealth', 60, (random) => ({
    targetGroupArn: arn('elasticloadbalancing', `targetgroup/web/${random.hex(16)}`),
  })),
  read('cloudwatch', 'GetMetricData', 40, () => ({
    startTime: 'Mar 2, 2026, 9:00:00 AM',
    endTime: 'Mar 2, 2026, 9:30:00 AM',
  })),
  read('logs', 'DescribeLogStreams', 30, (random) => ({
    logGroupName: `/ecs/web-${random.below(20)}`,
    limit: 50,
  })),
  read('config', 'DescribeConfigurationRecorderStatus', 5),
  {
    weight: 180,
    service: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    request: (random) => ({
      roleArn: `arn:aws:iam::${account}:role/role-${random.below(60)}`,
      roleSessionName: random.hex(32),
      durationSeconds: 3600,
    }),
    response: (random) => ({
      credentials: {
        accessKeyId: `ASIA${random.hex(16).toUpperCase()}`,
        sessionToken: random.hex(120),
        expiration: 'Mar 2, 2026, 10:30:00 AM',
      },
      assumedRoleUser: {
        assumedRoleId: `AROA${random.hex(16)}:s`,
        arn: `arn:aws:sts::${account}:assumed-role/role/s`,
      },
    }),
  },
  {
    weight: 220,
    service: 's3',
    name: 'GetObject',
    readOnly: true,
    isData: true,
    request: (random) => ({
      bucketName: `shop-data-${random.below(5)}`,
      Host: 'shop-data.s3.eu-central-1.amazonaws.com',
      key: `orders/2026/03/${random.hex(12)}.json`,
    }),
  },
  {
    weight: 80,
    service: 's3',
    name: 'PutObject',
    readOnly: false,
    isData: true,
    request: (random) => ({
      bucketName: `shop-data-${random.below(5)}`,
      Host: 'shop-data.s3.eu-central-1.amazonaws.com',
      key: `orders/2026/03/${random.hex(12)}.json`,
    }),
  },
  {
    weight: 60,
    service: 'logs',
    name: 'CreateLogStream',
    readOnly: false,
    request: (random) => ({
      logGroupName: `/ecs/web-${random.below(20)}`,
      logStreamName: `web/web/${random.hex(32)}`,
    }),
  },
  {
    weight: 12,
    service: 'ecs',
    name: 'RunTask',
    readOnly: false,
    request: (random) => ({
      cluster: cluster(random),
      taskDefinition: `job-${random.below(9)}:${random.below(40)}`,
      launchType: 'FARGATE',
      count: 1,
    }),
    response: (random) => ({
      tasks: [
        {
          taskArn: task(random),
          lastStatus: 'PROVISIONING',
          launchType: 'FARGATE',
          cpu: '256',
          memory: '512',
        },
      ],
      failures: [],
    }),
  },
  {
    weight: 6,
    service: 'ecs',
    name: 'UpdateService',
    readOnly: false,
    request: (random) => ({
      cluster: cluster(random),
      service: `web-${random.below(20)}`,
      taskDefinition: `web:${random.below(90)}`,
    }),
  },
  {
    weight: 4,
    service: 'ecs',
    name: 'RegisterTaskDefinition',
    readOnly: false,
    request: (random) => ({
      family: `web-${random.below(20)}`,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [
        {
          name: 'web',
          image: `shop/web@sha256:${random.hex(64)}`,
          essential: true,
          environment: [{ name: 'STAGE', value: 'prod' }],
        },
      ],
    }),
  },
  {
    weight: 1,
    service: 'ecs',
    name: 'ExecuteCommand',
    readOnly: false,
    request: (random) => ({
      cluster: cluster(random),
      task: task(random),
      interactive: true,
      command: '/bin/sh',
    }),
  },
  {
    weight: 2,
    service: 'signin',
    name: 'ConsoleLogin',
    readOnly: false,
    request: () => null,
    response: () => ({ ConsoleLogin: 'Success' }),
  },
  {
    weight: 1,
    service: 'ec2',
    name: 'AuthorizeSecurityGroupIngress',
    readOnly: false,
    request: (random) => ({
      groupId: `sg-${random.hex(17)}`,
      ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443 }] },
    }),
  },
  {
    weight: 1,
    service: 'iam',
    name: 'AttachRolePolicy',
    readOnly: false,
    request: (random) => ({
      roleName: `role-${random.below(60)}`,
      policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
  },
];
