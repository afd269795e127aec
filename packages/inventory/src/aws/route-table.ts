import { DescribeRouteTablesCommand, type RouteTable } from '@aws-sdk/client-ec2';
import { regionalArn } from '../arn.ts';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { nameOf } from './name-tag.ts';

export const routeTable: ResourceType = listedType<RouteTable>({
  type: 'aws.route-table',
  service: 'ec2',
  list: {
    action: 'ec2:DescribeRouteTables',
    size: 100,
    least: 5,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.ec2.send(
        new DescribeRouteTablesCommand({ MaxResults: size, NextToken: token }),
      );
      return { items: answer.RouteTables, token: answer.NextToken };
    },
  },
  id: (item, scope) => item.RouteTableId && regionalArn('ec2', scope, `route-table/${item.RouteTableId}`),
  name: (item) => nameOf(item.Tags, item.RouteTableId),
});
