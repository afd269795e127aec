import {
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionFamiliesCommand,
  type Tag,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { type DescribeAnswer, describedType } from '../declare-type.ts';
import { CallError } from '../paging.ts';
import type { ResourceType, Scope } from '../resource-type.ts';

type TaggedDefinition = TaskDefinition & { readonly tags?: readonly Tag[] | undefined };

/**
 * An account can hold hundreds of thousands of revisions: read are the newest active one of each family,
 * and those that services and tasks use.
 */
export const ecsTaskDefinition: ResourceType = describedType<string, TaggedDefinition>({
  type: 'aws.ecs-task-definition',
  service: 'ecs',
  needs: ['aws.ecs-service', 'aws.ecs-task'],
  list: {
    action: 'ecs:ListTaskDefinitionFamilies',
    size: 100,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.ecs.send(
        new ListTaskDefinitionFamiliesCommand({ status: 'ACTIVE', maxResults: size, nextToken: token }),
      );
      return { items: answer.families, token: answer.nextToken };
    },
  },
  alsoListed: ({ references }) => [...references].filter((arn) => arn.includes(':task-definition/')),
  describe: { action: 'ecs:DescribeTaskDefinition', batch: 1, call: describeOne },
  id: (definition) => definition.taskDefinitionArn,
  name: (definition) => definition.family && `${definition.family}:${definition.revision ?? 0}`,
});

async function describeOne(
  { clients, references }: Scope,
  [taskDefinition]: readonly string[],
): Promise<DescribeAnswer<TaggedDefinition>> {
  try {
    const answer = await clients.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }),
    );
    const found = answer.taskDefinition;
    if (found === undefined) return { items: [] };
    // The newest of a family may be one in use, which was read by its ARN.
    const isRepeated =
      taskDefinition !== found.taskDefinitionArn && references.has(found.taskDefinitionArn ?? '');
    return { items: isRepeated ? [] : [{ ...found, tags: answer.tags }] };
  } catch (error) {
    if (isDeleted(error)) return { items: [] };
    throw error;
  }
}

/** ECS has no error of its own for a definition that is gone since it was listed. */
function isDeleted(error: unknown): boolean {
  const cause = error instanceof CallError ? error.cause : error;
  return (
    cause instanceof Error &&
    cause.name === 'ClientException' &&
    cause.message.includes('Unable to describe task definition')
  );
}
