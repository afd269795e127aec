import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  type IpPermission,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateRepositoryCommand,
  ECRClient,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { motoAccount, motoCredentials } from './moto.ts';

/** One resource that the seeding made. `isGood`: made as it should be, or with the defects that checks look for. */
export interface SeededResource {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  /** `global` for what has no region. */
  readonly region: string;
  readonly isGood: boolean;
}

export interface SeedOptions {
  /** Default: `seedRegions`. */
  readonly regions?: readonly string[];
  /** Multiplies the numbers of resources; 1 gives about 130 a region. */
  readonly size?: number;
  /** Default: what moto takes. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

export const seedRegions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'] as const;

/** Text that is in seeded environment variables and must never be seen again. */
export const seededSecret = 'hunter2-of-the-seed';

interface Maker {
  readonly region: string;
  readonly size: number;
  readonly ecs: ECSClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly s3: S3Client;
  readonly cloudtrail: CloudTrailClient;
  readonly made: (type: string, id: string | undefined, name: string, isGood: boolean) => void;
}

/**
 * Fills an account at a moto endpoint with clusters, services, tasks, task definitions, repositories, networks,
 * security groups, buckets, trails, roles and policies: in each group half good and half bad, by turns.
 * Returns all that it made; moto adds its own (a default VPC with subnets and groups in each region).
 */
export async function seedAccount(
  endpoint: string,
  options: SeedOptions = {},
): Promise<readonly SeededResource[]> {
  const { regions = seedRegions, size = 1, credentials = motoCredentials } = options;
  const resources: SeededResource[] = [];
  await seedIam(
    new IAMClient({ endpoint, credentials, region: 'us-east-1' }),
    size,
    (type, id, name, isGood) => {
      resources.push({ type, id: required(id, name), name, region: 'global', isGood });
    },
  );
  for (const region of regions) {
    const settings = { endpoint, credentials, region };
    await seedRegion({
      region,
      size,
      ecs: new ECSClient(settings),
      ec2: new EC2Client(settings),
      ecr: new ECRClient(settings),
      s3: new S3Client({ ...settings, forcePathStyle: true }),
      cloudtrail: new CloudTrailClient(settings),
      made: (type, id, name, isGood) => {
        resources.push({ type, id: required(id, name), name, region, isGood });
      },
    });
  }
  return resources;
}

async function seedRegion(maker: Maker): Promise<void> {
  const { subnet, groups } = await seedNetwork(maker);
  const definitions = await seedTaskDefinitions(maker);
  await seedClusters(maker, definitions, subnet, groups);
  await seedRepositories(maker);
  await seedBuckets(maker);
  await seedTrail(maker);
}

async function seedNetwork(maker: Maker): Promise<{ subnet: string; groups: readonly string[] }> {
  const { ec2, made, region, size } = maker;
  const arn = (kind: string, id: string): string => `arn:aws:ec2:${region}:${motoAccount}:${kind}/${id}`;
  const groups: string[] = [];
  let subnet = '';
  for (const n of upTo(2)) {
    const isGood = n % 2 === 0;
    const tags = [
      { Key: 'Name', Value: `vpc-${n}` },
      { Key: 'team', Value: isGood ? 'platform' : 'nobody' },
    ];
    const { Vpc } = await ec2.send(
      new CreateVpcCommand({
        CidrBlock: `10.${n}.0.0/16`,
        TagSpecifications: [{ ResourceType: 'vpc', Tags: tags }],
      }),
    );
    const vpc = required(Vpc?.VpcId, 'vpc');
    // Tasks get a private name from it; without one moto fails to run them.
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
    made('aws.vpc', arn('vpc', vpc), `vpc-${n}`, isGood);
    if (isGood) {
      await ec2.send(
        new CreateFlowLogsCommand({
          ResourceType: 'VPC',
          ResourceIds: [vpc],
          TrafficType: 'ALL',
          LogDestinationType: 'cloud-watch-logs',
          LogGroupName: `flow-${region}-${n}`,
          DeliverLogsPermissionArn: `arn:aws:iam::${motoAccount}:role/service-role-0`,
        }),
      );
    }
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock: `10.${n}.1.0/24` }));
    subnet = required(Subnet?.SubnetId, 'subnet');
    made('aws.subnet', arn('subnet', subnet), subnet, true);
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpc,
        ServiceName: `com.amazonaws.${region}.s3`,
        VpcEndpointType: 'Gateway',
      }),
    );
    const endpoint = required(VpcEndpoint?.VpcEndpointId, 'vpc endpoint');
    made('aws.vpc-endpoint', arn('vpc-endpoint', endpoint), endpoint, true);
    for (const m of upTo(15 * size)) {
      const isClosed = m % 2 === 0;
      const name = `group-${n}-${m}`;
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpc }),
      );
      const group = required(GroupId, name);
      await ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId: group,
          IpPermissions: [isClosed ? closedRule : (openRules[m % openRules.length] ?? closedRule)],
        }),
      );
      made('aws.security-group', arn('security-group', group), name, isClosed);
      groups.push(group);
    }
  }
  return { subnet, groups };
}

const closedRule: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '10.0.0.0/8' }],
};
const openRules: readonly IpPermission[] = [
  { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  { IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
];

async function seedTaskDefinitions({ ecs, made, region, size }: Maker): Promise<readonly string[]> {
  const arns: string[] = [];
  for (const n of upTo(20 * size)) {
    const isGood = n % 2 === 0;
    const family = `${isGood ? 'good' : 'bad'}-${n}`;
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand(isGood ? goodDefinition(family, region) : badDefinition(family)),
    );
    const arn = required(taskDefinition?.taskDefinitionArn, family);
    made('aws.ecs-task-definition', arn, `${family}:1`, isGood);
    arns.push(arn);
  }
  return arns;
}

function goodDefinition(family: string, region: string): RegisterTaskDefinitionCommandInput {
  return {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    taskRoleArn: `arn:aws:iam::${motoAccount}:role/service-role-0`,
    executionRoleArn: `arn:aws:iam::${motoAccount}:role/service-role-2`,
    containerDefinitions: [
      {
        name: 'web',
        memory: 512, // moto cannot run a task without it
        image: `${motoAccount}.dkr.ecr.${region}.amazonaws.com/app@sha256:${'a'.repeat(64)}`,
        essential: true,
        user: '10001',
        readonlyRootFilesystem: true,
        privileged: false,
        environment: [{ name: 'LOG_LEVEL', value: 'info' }],
        secrets: [{ name: 'DB_PASSWORD', valueFrom: `arn:aws:ssm:${region}:${motoAccount}:parameter/db` }],
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': family, 'awslogs-region': region, mode: 'non-blocking' },
        },
        healthCheck: { command: ['CMD', '/healthy'] },
      },
    ],
    tags: [{ key: 'team', value: 'platform' }],
  };
}

function badDefinition(family: string): RegisterTaskDefinitionCommandInput {
  return {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    pidMode: 'task',
    containerDefinitions: [
      {
        name: 'web',
        memory: 512, // moto cannot run a task without it
        image: 'docker.io/library/nginx:latest',
        essential: true,
        privileged: true,
        linuxParameters: { capabilities: { add: ['SYS_ADMIN'] } },
        environment: [
          { name: 'AWS_SECRET_ACCESS_KEY', value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
          { name: 'DB_PASSWORD', value: seededSecret },
        ],
      },
    ],
    tags: [{ key: 'team', value: 'nobody' }],
  };
}

async function seedClusters(
  { ecs, made, region, size }: Maker,
  definitions: readonly string[],
  subnet: string,
  groups: readonly string[],
): Promise<void> {
  for (const n of upTo(4)) {
    const isGood = n % 2 === 0;
    const cluster = `cluster-${n}`;
    const { cluster: created } = await ecs.send(
      new CreateClusterCommand({
        clusterName: cluster,
        settings: [{ name: 'containerInsights', value: isGood ? 'enabled' : 'disabled' }],
        tags: [{ key: 'env', value: isGood ? 'production' : 'test' }],
      }),
    );
    made('aws.ecs', created?.clusterArn, cluster, isGood);
    for (const m of upTo(7 * size)) {
      const isPrivate = m % 2 === 0;
      const name = `service-${m}`;
      const { service } = await ecs.send(
        new CreateServiceCommand({
          cluster,
          serviceName: name,
          taskDefinition: required(definitions[(n * 7 + m) % definitions.length], 'task definition'),
          desiredCount: 1,
          launchType: 'FARGATE',
          platformVersion: isPrivate ? 'LATEST' : '1.3.0',
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [subnet],
              securityGroups: [required(groups[m % groups.length], 'group')],
              assignPublicIp: isPrivate ? 'DISABLED' : 'ENABLED',
            },
          },
          tags: [{ key: 'team', value: isPrivate ? 'platform' : 'nobody' }],
        }),
      );
      made('aws.ecs-service', service?.serviceArn, name, isPrivate);
    }
    const { tasks } = await ecs.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: required(definitions[n], 'task definition'),
        count: 3,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: [subnet], securityGroups: groups.slice(0, 1) },
        },
        overrides: {
          containerOverrides: [{ name: 'web', environment: [{ name: 'TOKEN', value: seededSecret }] }],
        },
      }),
    );
    for (const task of tasks ?? []) {
      made(
        'aws.ecs-task',
        task.taskArn,
        required(task.taskArn?.split('/').at(-1), `task in ${region}`),
        isGood,
      );
    }
  }
}

async function seedRepositories({ ecr, made, size }: Maker): Promise<void> {
  for (const n of upTo(8 * size)) {
    const isGood = n % 2 === 0;
    const repositoryName = `team/app-${n}`;
    const { repository } = await ecr.send(
      new CreateRepositoryCommand({
        repositoryName,
        imageTagMutability: isGood ? 'IMMUTABLE' : 'MUTABLE',
        imageScanningConfiguration: { scanOnPush: isGood },
        tags: [{ Key: 'team', Value: 'platform' }],
      }),
    );
    made('aws.ecr', repository?.repositoryArn, repositoryName, isGood);
    if (isGood) {
      await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: keepTenImages }));
    } else {
      await ecr.send(
        new SetRepositoryPolicyCommand({ repositoryName, policyText: publicPolicy('ecr:BatchGetImage') }),
      );
    }
  }
}

const keepTenImages = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
      action: { type: 'expire' },
    },
  ],
});

function publicPolicy(action: string, resource?: string): string {
  const statement = {
    Sid: 'Everybody',
    Effect: 'Allow',
    Principal: '*',
    Action: action,
    ...(resource !== undefined && { Resource: resource }),
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

async function seedBuckets({ s3, made, region, size }: Maker): Promise<void> {
  for (const n of upTo(8 * size)) {
    const isGood = n % 2 === 0;
    const Bucket = `breakwater-${region}-${n}`;
    await s3.send(
      new CreateBucketCommand({
        Bucket,
        ...(region !== 'us-east-1' && {
          CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
        }),
      }),
    );
    made('aws.s3', `arn:aws:s3:::${Bucket}`, Bucket, isGood);
    await s3.send(
      new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'data' }] } }),
    );
    if (!isGood) {
      await s3.send(
        new PutBucketPolicyCommand({
          Bucket,
          Policy: publicPolicy('s3:GetObject', `arn:aws:s3:::${Bucket}/*`),
        }),
      );
      continue;
    }
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      }),
    );
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    );
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
}

async function seedTrail({ cloudtrail, made, region }: Maker): Promise<void> {
  const isGood = region === 'us-east-1';
  const Name = `trail-${region}`;
  const trail = await cloudtrail.send(
    new CreateTrailCommand({
      Name,
      S3BucketName: `breakwater-${region}-0`,
      IsMultiRegionTrail: isGood,
      EnableLogFileValidation: isGood,
      TagsList: [{ Key: 'team', Value: 'security' }],
    }),
  );
  if (isGood) await cloudtrail.send(new StartLoggingCommand({ Name }));
  made('aws.cloudtrail', trail.TrailARN, Name, isGood);
}

async function seedIam(iam: IAMClient, size: number, made: Maker['made']): Promise<void> {
  for (const n of upTo(30 * size)) {
    const isGood = n % 2 === 0;
    const RoleName = `${isGood ? 'service' : 'open'}-role-${n}`;
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trustPolicy(isGood),
        Tags: [{ Key: 'team', Value: 'platform' }],
      }),
    );
    made('aws.iam-role', Role?.Arn, RoleName, isGood);
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'inline',
        PolicyDocument: allow(isGood ? ['s3:GetObject'] : ['*'], isGood ? 'arn:aws:s3:::data/*' : '*'),
      }),
    );
    if (!isGood) {
      await iam.send(
        new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      );
    }
  }
  for (const n of upTo(4 * size)) {
    const isGood = n % 2 === 0;
    const PolicyName = `policy-${n}`;
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName,
        PolicyDocument: allow(isGood ? ['ecs:ListClusters'] : ['*'], '*'),
      }),
    );
    made('aws.iam-policy', Policy?.Arn, PolicyName, isGood);
  }
}

function trustPolicy(isGood: boolean): string {
  const statement = isGood
    ? {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': motoAccount } },
      }
    : { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function allow(actions: readonly string[], resource: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
  });
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: Math.max(1, Math.round(count)) }, (_, index) => index);
}

function required(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new Error(`moto gave no id for ${what}`);
  return value;
}
