export type { CheckResult, CheckStatus } from './check.ts';
export type {
  ActionOutcome,
  Correlation,
  Detection,
  DetectionAction,
  FiredRule,
} from './detection.ts';
export type { Event, EventSummary } from './event.ts';
export type { ExceptionExplanation, Explanation, ExplanationNode } from './explanation.ts';
export type { Field, FieldArgument, FieldType, FieldValue } from './field.ts';
export {
  allOf,
  type CommonColumn,
  commonColumns,
  everything,
  type Filter,
  type FilterOperator,
  filterOperators,
  nothing,
} from './filter.ts';
export type { Finding, FindingStatus, FindingTransition, FindingType, Observation } from './finding.ts';
export type { Control, ControlStatus, Framework } from './framework.ts';
export type { HuntResult, HuntSample, ValueCount } from './hunt.ts';
export {
  type Gap,
  type ImageConfig,
  type ImageHistory,
  type ImageLayer,
  type ImageOrigin,
  imageOrigins,
} from './image.ts';
export type {
  BaseImage,
  ConfigFinding,
  ExpiredRule,
  FileFinding,
  FileFindingKind,
  IgnoredFinding,
  ImageReport,
  LayerWaste,
  PolicyVerdict,
  Sbom,
  VerdictException,
  VerdictFix,
  VerdictReason,
} from './image-report.ts';
export type { Distro, Package, PackageLocation, PackageOrigin, PackageRelationship } from './package.ts';
export type { Place, Provider } from './place.ts';
export { type Priority, parsePriority, priorities, severityFromPriority } from './priority.ts';
export type { Coverage, Resource, UnreadField } from './resource.ts';
export {
  type ActionMode,
  actionModes,
  namesTasks,
  type PolicyAction,
  type PolicyException,
  type PolicyStatus,
  type PolicyType,
  policyStatuses,
  policyTypes,
  type RuntimePolicy,
  sourceOfPolicyType,
} from './runtime-policy.ts';
export { isAtLeast, isSeverity, type Severity, severities, severityRank } from './severity.ts';
export type { EventKind, StoredEvent } from './stored-event.ts';
export type { FixState, Match, MatchDetail, SuppressedMatch } from './vulnerability.ts';
export { cvesOfErratum, isErratum, ownNames } from './vulnerability-names.ts';
