import type { RouteId } from '../../api/client.ts';

/** What is read again once risks were accepted or revoked. */
export const riskReads: readonly RouteId[] = [
  'listAcceptedRisks',
  'getImage',
  'listImages',
  'listImagePolicies',
];

/** What is read again once a policy was changed. */
export const imagePolicyReads: readonly RouteId[] = [
  'listImagePolicies',
  'getImagePolicy',
  'listImagePolicyVersions',
  'getImage',
  'listImages',
];
