import type { Tag } from '@aws-sdk/client-ec2';

/** What a person calls an EC2 resource: its Name tag, else its id. */
export function nameOf(tags: readonly Tag[] | undefined, id: string | undefined): string | undefined {
  return tags?.find((tag) => tag.Key === 'Name')?.Value || id;
}
