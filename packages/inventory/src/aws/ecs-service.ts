import { DescribeServicesCommand, ListServicesCommand, type Service } from '@aws-sdk/client-ecs';
import { lastPart } from '../arn.ts';
import { describedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { listClusters } from './ecs-cluster.ts';

export const ecsService: ResourceType = describedType<string, Service, string>({
  type: 'aws.ecs-service',
  service: 'ecs',
  list: {
    action: 'ecs:ListServices',
    size: 100,
    per: listClusters,
    page: async ({ clients }, { size, token }, cluster) => {
      const answer = await clients.ecs.send(
        new ListServicesCommand({ cluster, maxResults: size, nextToken: token }),
      );
      return { items: answer.serviceArns, token: answer.nextToken };
    },
  },
  describe: {
    action: 'ecs:DescribeServices',
    batch: 10,
    call: async ({ clients }, services, cluster) => {
      const answer = await clients.ecs.send(
        new DescribeServicesCommand({ cluster, services: [...services], include: ['TAGS'] }),
      );
      return { items: answer.services, failures: answer.failures };
    },
  },
  id: (service) => service.serviceArn,
  name: (service) => service.serviceName,
  place: (service) => {
    const cluster = lastPart(service.clusterArn);
    return {
      ...(cluster !== undefined && { cluster }),
      ...(service.serviceName !== undefined && { service: service.serviceName }),
    };
  },
  omit: ['events'],
  references: (service) => [
    service.taskDefinition,
    ...(service.deployments ?? []).map((deployment) => deployment.taskDefinition),
    ...(service.taskSets ?? []).map((taskSet) => taskSet.taskDefinition),
  ],
});
