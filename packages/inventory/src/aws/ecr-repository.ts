import {
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  type Repository,
} from '@aws-sdk/client-ecr';
import { listedType } from '../declare-type.ts';
import type { ListCall } from '../paging.ts';
import type { ResourceType } from '../resource-type.ts';

export const listRepositories: ListCall<Repository> = {
  action: 'ecr:DescribeRepositories',
  size: 1000,
  page: async ({ clients }, { size, token }) => {
    const answer = await clients.ecr.send(
      new DescribeRepositoriesCommand({ maxResults: size, nextToken: token }),
    );
    return { items: answer.repositories, token: answer.nextToken };
  },
};

export const ecrRepository: ResourceType = listedType<Repository>({
  type: 'aws.ecr',
  service: 'ecr',
  list: listRepositories,
  parts: [
    {
      action: 'ecr:ListTagsForResource',
      fields: ['tags'],
      call: async ({ clients }, { repositoryArn }) => {
        const answer = await clients.ecr.send(new ListTagsForResourceCommand({ resourceArn: repositoryArn }));
        return { tags: answer.tags };
      },
    },
    {
      action: 'ecr:GetRepositoryPolicy',
      fields: ['policyText'],
      absent: ['RepositoryPolicyNotFoundException'],
      call: async ({ clients }, { repositoryName, registryId }) => {
        const answer = await clients.ecr.send(new GetRepositoryPolicyCommand({ repositoryName, registryId }));
        return { policyText: answer.policyText };
      },
    },
    {
      action: 'ecr:GetLifecyclePolicy',
      fields: ['lifecyclePolicyText'],
      absent: ['LifecyclePolicyNotFoundException'],
      call: async ({ clients }, { repositoryName, registryId }) => {
        const answer = await clients.ecr.send(new GetLifecyclePolicyCommand({ repositoryName, registryId }));
        return { lifecyclePolicyText: answer.lifecyclePolicyText };
      },
    },
  ],
  id: (repository) => repository.repositoryArn,
  name: (repository) => repository.repositoryName,
});
