import { DescribeSubnetsCommand, type Subnet } from '@aws-sdk/client-ec2';
import { regionalArn } from '../arn.ts';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { nameOf } from './name-tag.ts';

export const subnet: ResourceType = listedType<Subnet>({
  type: 'aws.subnet',
  service: 'ec2',
  list: {
    action: 'ec2:DescribeSubnets',
    size: 1000,
    least: 5,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.ec2.send(
        new DescribeSubnetsCommand({ MaxResults: size, NextToken: token }),
      );
      return { items: answer.Subnets, token: answer.NextToken };
    },
  },
  id: (item, scope) =>
    item.SubnetArn ?? (item.SubnetId && regionalArn('ec2', scope, `subnet/${item.SubnetId}`)),
  name: (item) => nameOf(item.Tags, item.SubnetId),
});
