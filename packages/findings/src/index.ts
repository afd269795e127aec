export { assessmentOf, observationFromCheck, type PostureRun } from './check-observation.ts';
export { evaluatePolicy, judgeByPolicies } from './image-policy/evaluate-policy.ts';
export { gateTypes } from './image-policy/gates/index.ts';
export { applyIgnoreRules, type IgnoreRule, readIgnoreRules } from './image-policy/ignore-rules.ts';
export type {
  Gate,
  GateType,
  ImagePolicy,
  ImageSelectors,
  LicenseCategory,
  PolicyException,
} from './image-policy/image-policy.ts';
export { imagePolicySchema } from './image-policy/json-schema.ts';
export type {
  CompareVersions,
  ImagePlace,
  JudgeContext,
  JudgedReport,
  PolicyKnowledge,
} from './image-policy/judge-context.ts';
export { policyVersion } from './image-policy/policy-version.ts';
export { PolicyError, type PolicyProblem, PolicyReader } from './image-policy/policy-yaml.ts';
export { failOnPolicy, readImagePolicy } from './image-policy/read-policy.ts';
export { appliesTo } from './image-policy/selectors.ts';
export { type Assessment, accept, advance, findingId, type LifecycleResult, reopen } from './lifecycle.ts';
