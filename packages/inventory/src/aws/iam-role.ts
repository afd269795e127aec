import { GetAccountAuthorizationDetailsCommand, type RoleDetail } from '@aws-sdk/client-iam';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { policyDocument } from './policy-document.ts';

type Role = Omit<RoleDetail, 'AssumeRolePolicyDocument' | 'RolePolicyList'> & {
  readonly AssumeRolePolicyDocument: unknown;
  /** The inline policies. */
  readonly RolePolicyList: readonly {
    readonly PolicyName?: string | undefined;
    readonly PolicyDocument: unknown;
  }[];
};

/** One call gives roles with trust policy, inline and attached policies, where ListRoles takes four more for each. */
export const iamRole: ResourceType = listedType<Role>({
  type: 'aws.iam-role',
  service: 'iam',
  scope: 'global',
  list: {
    action: 'iam:GetAccountAuthorizationDetails',
    size: 1000,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.iam.send(
        new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'], MaxItems: size, Marker: token }),
      );
      return {
        items: answer.RoleDetailList?.map(readRole),
        token: answer.IsTruncated === true ? answer.Marker : undefined,
      };
    },
  },
  id: (role) => role.Arn,
  name: (role) => role.RoleName,
});

function readRole(role: RoleDetail): Role {
  return {
    ...role,
    AssumeRolePolicyDocument: policyDocument(role.AssumeRolePolicyDocument),
    RolePolicyList: (role.RolePolicyList ?? []).map(({ PolicyName, PolicyDocument }) => ({
      PolicyName,
      PolicyDocument: policyDocument(PolicyDocument),
    })),
  };
}
