import { DescribeVpcEndpointsCommand, type VpcEndpoint } from '@aws-sdk/client-ec2';
import { regionalArn } from '../arn.ts';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { nameOf } from './name-tag.ts';

export const vpcEndpoint: ResourceType = listedType<VpcEndpoint>({
  type: 'aws.vpc-endpoint',
  service: 'ec2',
  list: {
    action: 'ec2:DescribeVpcEndpoints',
    size: 1000,
    least: 5,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.ec2.send(
        new DescribeVpcEndpointsCommand({ MaxResults: size, NextToken: token }),
      );
      return { items: answer.VpcEndpoints, token: answer.NextToken };
    },
  },
  id: (item, scope) => item.VpcEndpointId && regionalArn('ec2', scope, `vpc-endpoint/${item.VpcEndpointId}`),
  name: (item) => nameOf(item.Tags, item.VpcEndpointId),
});
