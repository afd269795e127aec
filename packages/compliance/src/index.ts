export { assess } from './assess.ts';
export type {
  ControlAssessment,
  Counts,
  FrameworkAssessment,
  RequirementAssessment,
  ResourceVerdict,
} from './assessment.ts';
export { FrameworkError, readFramework } from './read-framework.ts';
