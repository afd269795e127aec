export { assess } from './assess.ts';
export type {
  ControlAssessment,
  Counts,
  FrameworkAssessment,
  RequirementAssessment,
  ResourceVerdict,
} from './assessment.ts';
export { FrameworkError, readFramework } from './read-framework.ts';
export {
  type FrameworkCoverage,
  type RuleCoverage,
  ruleCoverage,
  type TacticCoverage,
  type TaggedRule,
  type TechniqueCoverage,
  techniqueOf,
} from './rule-coverage.ts';
