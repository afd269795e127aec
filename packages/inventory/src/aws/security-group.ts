import { DescribeSecurityGroupsCommand, type SecurityGroup } from '@aws-sdk/client-ec2';
import { regionalArn } from '../arn.ts';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';

export const securityGroup: ResourceType = listedType<SecurityGroup>({
  type: 'aws.security-group',
  service: 'ec2',
  list: {
    action: 'ec2:DescribeSecurityGroups',
    size: 1000,
    least: 5,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.ec2.send(
        new DescribeSecurityGroupsCommand({ MaxResults: size, NextToken: token }),
      );
      return { items: answer.SecurityGroups, token: answer.NextToken };
    },
  },
  id: (item, scope) =>
    item.SecurityGroupArn ?? (item.GroupId && regionalArn('ec2', scope, `security-group/${item.GroupId}`)),
  name: (item) => item.GroupName,
});
