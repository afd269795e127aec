import {
  type Bucket,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';

type ListedBucket = Bucket & { readonly arn: string };

/**
 * Buckets are listed by region, so that each is asked where it lives. A field that is absent means that the
 * bucket has no such setting; one that could not be read is named in `unread`.
 */
export const s3Bucket: ResourceType = listedType<ListedBucket>({
  type: 'aws.s3',
  service: 's3',
  list: {
    action: 's3:ListAllMyBuckets',
    size: 1000,
    page: async ({ clients, region, partition }, { size, token }) => {
      const answer = await clients.s3.send(
        new ListBucketsCommand({ BucketRegion: region, MaxBuckets: size, ContinuationToken: token }),
      );
      return {
        items: answer.Buckets?.map((bucket) => ({
          ...bucket,
          BucketRegion: bucket.BucketRegion ?? region,
          arn: bucket.BucketArn ?? `arn:${partition}:s3:::${bucket.Name}`,
        })),
        token: answer.ContinuationToken,
      };
    },
  },
  parts: [
    {
      action: 's3:GetBucketTagging',
      fields: ['Tags'],
      absent: ['NoSuchTagSet', 'NoSuchTagSetError'],
      call: async ({ clients }, { Name: Bucket }) => {
        const answer = await clients.s3.send(new GetBucketTaggingCommand({ Bucket }));
        return { Tags: answer.TagSet ?? [] };
      },
    },
    {
      action: 's3:GetBucketPolicy',
      fields: ['Policy'],
      absent: ['NoSuchBucketPolicy'],
      call: async ({ clients }, { Name: Bucket }) => {
        const answer = await clients.s3.send(new GetBucketPolicyCommand({ Bucket }));
        return { Policy: answer.Policy };
      },
    },
    {
      action: 's3:GetBucketAcl',
      fields: ['Acl'],
      call: async ({ clients }, { Name: Bucket }) => {
        const { Owner, Grants } = await clients.s3.send(new GetBucketAclCommand({ Bucket }));
        return { Acl: { Owner, Grants } };
      },
    },
    {
      action: 's3:GetBucketVersioning',
      fields: ['Versioning'],
      call: async ({ clients }, { Name: Bucket }) => {
        const { Status, MFADelete } = await clients.s3.send(new GetBucketVersioningCommand({ Bucket }));
        return { Versioning: { Status, MFADelete } };
      },
    },
    {
      action: 's3:GetBucketLogging',
      fields: ['Logging'],
      call: async ({ clients }, { Name: Bucket }) => {
        const answer = await clients.s3.send(new GetBucketLoggingCommand({ Bucket }));
        return { Logging: answer.LoggingEnabled ?? {} };
      },
    },
    {
      action: 's3:GetEncryptionConfiguration',
      fields: ['ServerSideEncryptionConfiguration'],
      absent: ['ServerSideEncryptionConfigurationNotFoundError'],
      call: async ({ clients }, { Name: Bucket }) => {
        const answer = await clients.s3.send(new GetBucketEncryptionCommand({ Bucket }));
        return { ServerSideEncryptionConfiguration: answer.ServerSideEncryptionConfiguration };
      },
    },
    {
      action: 's3:GetBucketPublicAccessBlock',
      fields: ['PublicAccessBlockConfiguration'],
      absent: ['NoSuchPublicAccessBlockConfiguration'],
      call: async ({ clients }, { Name: Bucket }) => {
        const answer = await clients.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
        return { PublicAccessBlockConfiguration: answer.PublicAccessBlockConfiguration };
      },
    },
    {
      action: 's3:GetBucketOwnershipControls',
      fields: ['OwnershipControls'],
      absent: ['OwnershipControlsNotFoundError'],
      call: async ({ clients }, { Name: Bucket }) => {
        const answer = await clients.s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
        return { OwnershipControls: answer.OwnershipControls };
      },
    },
  ],
  omit: ['arn'],
  id: (bucket) => bucket.arn,
  name: (bucket) => bucket.Name,
});
