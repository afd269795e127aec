import { type Cluster, DescribeClustersCommand, ListClustersCommand } from '@aws-sdk/client-ecs';
import { describedType } from '../declare-type.ts';
import type { ListCall } from '../paging.ts';
import type { ResourceType } from '../resource-type.ts';

export const listClusters: ListCall<string> = {
  action: 'ecs:ListClusters',
  size: 100,
  page: async ({ clients }, { size, token }) => {
    const answer = await clients.ecs.send(new ListClustersCommand({ maxResults: size, nextToken: token }));
    return { items: answer.clusterArns, token: answer.nextToken };
  },
};

export const ecsCluster: ResourceType = describedType<string, Cluster>({
  type: 'aws.ecs',
  service: 'ecs',
  list: listClusters,
  describe: {
    action: 'ecs:DescribeClusters',
    batch: 100,
    call: async ({ clients }, clusters) => {
      const answer = await clients.ecs.send(
        new DescribeClustersCommand({
          clusters: [...clusters],
          include: ['TAGS', 'SETTINGS', 'CONFIGURATIONS'],
        }),
      );
      return { items: answer.clusters, failures: answer.failures };
    },
  },
  id: (cluster) => cluster.clusterArn,
  name: (cluster) => cluster.clusterName,
  place: (cluster) => ({ ...(cluster.clusterName !== undefined && { cluster: cluster.clusterName }) }),
});
