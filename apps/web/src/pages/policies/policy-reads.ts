/** What is read again after a policy was changed: the rules say which policies run them. */
export const policyReads = [
  'listPolicies',
  'getPolicy',
  'listPolicyVersions',
  'listRules',
  'getRule',
] as const;
