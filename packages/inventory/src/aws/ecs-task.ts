import { DescribeTasksCommand, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';
import { lastPart } from '../arn.ts';
import { describedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { listClusters } from './ecs-cluster.ts';

const serviceGroup = 'service:';

export const ecsTask: ResourceType = describedType<string, Task, string>({
  type: 'aws.ecs-task',
  service: 'ecs',
  list: {
    action: 'ecs:ListTasks',
    size: 100,
    per: listClusters,
    page: async ({ clients }, { size, token }, cluster) => {
      const answer = await clients.ecs.send(
        new ListTasksCommand({ cluster, maxResults: size, nextToken: token }),
      );
      return { items: answer.taskArns, token: answer.nextToken };
    },
  },
  describe: {
    action: 'ecs:DescribeTasks',
    batch: 100,
    call: async ({ clients }, tasks, cluster) => {
      const answer = await clients.ecs.send(
        new DescribeTasksCommand({ cluster, tasks: [...tasks], include: ['TAGS'] }),
      );
      return { items: answer.tasks, failures: answer.failures };
    },
  },
  id: (task) => task.taskArn,
  name: (task) => lastPart(task.taskArn),
  place: (task) => {
    const cluster = lastPart(task.clusterArn);
    const id = lastPart(task.taskArn);
    return {
      ...(cluster !== undefined && { cluster }),
      ...(task.group?.startsWith(serviceGroup) && { service: task.group.slice(serviceGroup.length) }),
      ...(id !== undefined && { task: id }),
    };
  },
  references: (task) => [task.taskDefinitionArn],
});
