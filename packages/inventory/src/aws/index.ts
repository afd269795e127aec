import type { ResourceType } from '../resource-type.ts';
import { cloudtrailTrail } from './cloudtrail-trail.ts';
import { ecrImage } from './ecr-image.ts';
import { ecrRepository } from './ecr-repository.ts';
import { ecsCluster } from './ecs-cluster.ts';
import { ecsService } from './ecs-service.ts';
import { ecsTask } from './ecs-task.ts';
import { ecsTaskDefinition } from './ecs-task-definition.ts';
import { iamPolicy } from './iam-policy.ts';
import { iamRole } from './iam-role.ts';
import { routeTable } from './route-table.ts';
import { s3Bucket } from './s3-bucket.ts';
import { securityGroup } from './security-group.ts';
import { subnet } from './subnet.ts';
import { vpc } from './vpc.ts';
import { vpcEndpoint } from './vpc-endpoint.ts';

/** Every resource type, those that others need first. */
export const resourceTypes: readonly ResourceType[] = [
  ecsCluster,
  ecsService,
  ecsTask,
  ecsTaskDefinition,
  ecrRepository,
  ecrImage,
  vpc,
  subnet,
  routeTable,
  securityGroup,
  vpcEndpoint,
  iamRole,
  iamPolicy,
  s3Bucket,
  cloudtrailTrail,
];
