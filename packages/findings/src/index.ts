export { assessmentOf, observationFromCheck, type PostureRun } from './check-observation.ts';
export { appliesTo, evaluatePolicy, type JudgedReport } from './image-policy/evaluate-policy.ts';
export type {
  CheckGate,
  Gate,
  ImagePolicy,
  PackageGate,
  PolicyException,
  VulnerabilityGate,
} from './image-policy/image-policy.ts';
export { PolicyError, type PolicyProblem } from './image-policy/policy-yaml.ts';
export { readImagePolicy } from './image-policy/read-policy.ts';
export { type Assessment, accept, advance, findingId, type LifecycleResult, reopen } from './lifecycle.ts';
