import { DescribeImagesCommand, type ImageDetail, type Repository } from '@aws-sdk/client-ecr';
import { regionalArn } from '../arn.ts';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { listRepositories } from './ecr-repository.ts';

/** Images have no ARN of their own: the id is the repository's with `@` and the digest. */
export const ecrImage: ResourceType = listedType<ImageDetail, Repository>({
  type: 'aws.ecr-image',
  service: 'ecr',
  list: {
    action: 'ecr:DescribeImages',
    size: 1000,
    per: listRepositories,
    page: async ({ clients }, { size, token }, { repositoryName, registryId }) => {
      const answer = await clients.ecr.send(
        new DescribeImagesCommand({ repositoryName, registryId, maxResults: size, nextToken: token }),
      );
      return { items: answer.imageDetails, token: answer.nextToken };
    },
  },
  id: (image, scope) =>
    image.imageDigest && regionalArn('ecr', scope, `repository/${image.repositoryName}@${image.imageDigest}`),
  name: ({ repositoryName, imageTags, imageDigest }) =>
    imageTags?.[0] === undefined ? `${repositoryName}@${imageDigest}` : `${repositoryName}:${imageTags[0]}`,
  place: (image) => ({ ...(image.imageDigest !== undefined && { imageDigest: image.imageDigest }) }),
});
