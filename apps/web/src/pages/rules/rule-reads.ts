/** What is read again after a rule file was changed. */
export const ruleReads = [
  'listRuleFiles',
  'listRuleFileVersions',
  'listRules',
  'getRule',
  'getRuleCoverage',
  'listPolicies',
  'getPolicy',
] as const;
