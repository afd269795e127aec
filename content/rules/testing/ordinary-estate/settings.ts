import type { Fields } from '../ordinary-day/fields.ts';
import { createRandom, type Random } from '../ordinary-day/random.ts';

interface Change {
  readonly type: string;
  readonly change?: string;
  readonly before?: Fields;
  readonly after?: Fields;
}

type Make = (random: Random) => Change;

const trust = (principal: Fields) => ({
  AssumeRolePolicyDocument: {
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  },
});
const web = { FromPort: 443, IpProtocol: 'tcp', IpRanges: [{ CidrIp: '0.0.0.0/0' }], ToPort: 443 };
const inner = (port: number, cidr: string) => ({
  FromPort: port,
  IpProtocol: 'tcp',
  IpRanges: [{ CidrIp: cidr }],
  ToPort: port,
});
const blocked = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
};
const privately = {
  networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED', subnets: ['subnet-1'] } },
  enableExecuteCommand: false,
};

/** Deployments, scaling, tags, rotation: what changes on any day. */
const changes: readonly [Make, ...Make[]] = [
  (random) => ({
    type: 'aws.ecs-service',
    before: { ...privately, desiredCount: 2, taskDefinition: 'web:1' },
    after: { ...privately, desiredCount: 2 + random.below(5), taskDefinition: `web:${random.below(90)}` },
  }),
  (random) => ({
    type: 'aws.ecs-task-definition',
    change: 'created',
    after: {
      family: 'web',
      revision: random.below(90),
      networkMode: 'awsvpc',
      containerDefinitions: [
        {
          name: 'web',
          image: `web:1.${random.below(90)}`,
          privileged: false,
          environment: [{ name: 'MODE', value: '[redacted]' }],
          linuxParameters: { capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  }),
  () => ({
    type: 'aws.security-group',
    before: { IpPermissions: [web], Tags: [] },
    after: { IpPermissions: [web], Tags: [{ Key: 'env', Value: 'prod' }] },
  }),
  (random) => ({
    type: 'aws.security-group',
    before: { IpPermissions: [web] },
    after: { IpPermissions: [web, inner(5432, `10.0.${random.below(250)}.0/24`), inner(22, '10.0.0.0/8')] },
  }),
  () => ({
    type: 'aws.security-group',
    change: 'created',
    after: {
      IpPermissions: [web, { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1' }] }],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    },
  }),
  () => ({
    type: 'aws.s3',
    before: { ...blocked, Tags: [] },
    after: { ...blocked, Tags: [{ Key: 'a', Value: 'b' }], Versioning: { Status: 'Enabled' } },
  }),
  () => ({
    type: 'aws.s3',
    change: 'created',
    after: {
      ...blocked,
      Acl: { Grants: [{ Grantee: { ID: 'owner', Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }] },
    },
  }),
  () => ({
    type: 'aws.s3',
    before: blocked,
    after: {
      ...blocked,
      Policy:
        '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
    },
  }),
  (random) => ({
    type: 'aws.cloudtrail',
    before: { IsMultiRegionTrail: true, TrailStatus: { IsLogging: true, LatestDeliveryTime: 'a' } },
    after: { IsMultiRegionTrail: true, TrailStatus: { IsLogging: true, LatestDeliveryTime: random.hex(4) } },
  }),
  () => ({
    type: 'aws.iam-role',
    change: 'created',
    after: {
      ...trust({ Service: 'ecs-tasks.amazonaws.com' }),
      AttachedManagedPolicies: [
        { PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy' },
      ],
    },
  }),
  () => ({
    type: 'aws.iam-role',
    before: trust({ Service: 'ecs-tasks.amazonaws.com' }),
    after: trust({ AWS: 'arn:aws:iam::111122223333:role/ci-deploy' }),
  }),
  (random) => ({
    type: 'aws.iam-role',
    before: { RoleLastUsed: {} },
    after: { RoleLastUsed: { LastUsedDate: random.hex(4) } },
  }),
  () => ({
    type: 'aws.ecr',
    before: { imageTagMutability: 'MUTABLE', imageScanningConfiguration: { scanOnPush: false } },
    after: { imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } },
  }),
  () => ({
    type: 'aws.vpc',
    before: { FlowLogs: [{ FlowLogId: 'fl-1' }] },
    after: { FlowLogs: [{ FlowLogId: 'fl-1' }, { FlowLogId: 'fl-2' }] },
  }),
  (random) => ({
    type: 'aws.subnet',
    before: { MapPublicIpOnLaunch: false, AvailableIpAddressCount: 200 },
    after: { MapPublicIpOnLaunch: false, AvailableIpAddressCount: random.below(200) },
  }),
  () => ({
    type: 'aws.route-table',
    before: { Routes: [{ GatewayId: 'local' }] },
    after: { Routes: [{ GatewayId: 'local' }, { GatewayId: 'vpce-1' }, { NatGatewayId: 'nat-1' }] },
  }),
  () => ({
    type: 'aws.ecs',
    before: { settings: [] },
    after: {
      settings: [{ name: 'containerInsights', value: 'enabled' }],
      configuration: { executeCommandConfiguration: { logging: 'OVERRIDE' } },
    },
  }),
  () => ({
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    change: 'created',
    after: { Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'redirect' }] },
  }),
  (random) => ({
    type: 'AWS::RDS::DBInstance',
    before: { publiclyAccessible: false, deletionProtection: true, allocatedStorage: 20 },
    after: { publiclyAccessible: false, deletionProtection: true, allocatedStorage: 20 + random.below(50) },
  }),
  () => ({
    type: 'AWS::KMS::Key',
    before: { keyState: 'Enabled', description: 'a' },
    after: { keyState: 'Enabled', description: 'b' },
  }),
];

/** Configuration changes of an account where pipelines deploy and people set tags. */
export function ordinarySettings(seed: number, count: number): readonly Fields[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const { type, change = 'updated', ...sides } = random.pick(changes)(random);
    const name = `${type.split(/[.:]+/).at(-1)}-${random.below(50)}`;
    return {
      id: `c-${index}`,
      time: new Date(Date.UTC(2026, 2, 2) + index * 20_000).toISOString(),
      change,
      recordedBy: 'inventory',
      resource: {
        id: `arn:aws:x:eu-central-1:111122223333:${name}`,
        type,
        name,
        place: { provider: 'aws', account: '111122223333', region: 'eu-central-1' },
      },
      actor: { user: 'ci-deploy', tool: 'terraform' },
      ...sides,
    };
  });
}
