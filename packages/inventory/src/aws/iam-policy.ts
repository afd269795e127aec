import { GetAccountAuthorizationDetailsCommand, type ManagedPolicyDetail } from '@aws-sdk/client-iam';
import { lastPart } from '../arn.ts';
import { listedType } from '../declare-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { policyDocument } from './policy-document.ts';

type Policy = Omit<ManagedPolicyDetail, 'PolicyVersionList'> & {
  /** The document of the default version, the one in force. */
  readonly Document: unknown;
};

/** Customer managed policies with the document in force. */
export const iamPolicy: ResourceType = listedType<Policy>({
  type: 'aws.iam-policy',
  service: 'iam',
  scope: 'global',
  list: {
    action: 'iam:GetAccountAuthorizationDetails',
    size: 1000,
    page: async ({ clients }, { size, token }) => {
      const answer = await clients.iam.send(
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['LocalManagedPolicy'],
          MaxItems: size,
          Marker: token,
        }),
      );
      return {
        items: answer.Policies?.map(readPolicy),
        token: answer.IsTruncated === true ? answer.Marker : undefined,
      };
    },
  },
  id: (policy) => policy.Arn,
  name: (policy) => policy.PolicyName ?? lastPart(policy.Arn),
});

function readPolicy({ PolicyVersionList = [], ...policy }: ManagedPolicyDetail): Policy {
  const inForce = PolicyVersionList.find((version) => version.IsDefaultVersion === true);
  return { ...policy, Document: policyDocument(inForce?.Document) };
}
