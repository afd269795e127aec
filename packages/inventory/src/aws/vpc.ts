import { DescribeFlowLogsCommand, DescribeVpcsCommand, type Vpc } from '@aws-sdk/client-ec2';
import { regionalArn } from '../arn.ts';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { nameOf } from './name-tag.ts';

const flowLogsOfOne = 1000;

export const vpc: ResourceType = listedType<Vpc>({
  type: 'aws.vpc',
  service: 'ec2',
  list: {
    action: 'ec2:DescribeVpcs',
    size: 1000,
    least: 5,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.ec2.send(new DescribeVpcsCommand({ MaxResults: size, NextToken: token }));
      return { items: answer.Vpcs, token: answer.NextToken };
    },
  },
  parts: [
    {
      action: 'ec2:DescribeFlowLogs',
      fields: ['FlowLogs'],
      call: async ({ clients }, { VpcId = '' }) => {
        const answer = await clients.ec2.send(
          new DescribeFlowLogsCommand({
            Filter: [{ Name: 'resource-id', Values: [VpcId] }],
            MaxResults: flowLogsOfOne,
          }),
        );
        return { FlowLogs: answer.FlowLogs ?? [] };
      },
    },
  ],
  id: (item, scope) => item.VpcId && regionalArn('ec2', scope, `vpc/${item.VpcId}`),
  name: (item) => nameOf(item.Tags, item.VpcId),
});
