export {
  type Access,
  type Permission,
  permissionsOf,
  type Role,
  roles,
  type TokenScope,
  tokenScopes,
} from './access.ts';
export { ApiError, type CallInput, call, type Transport, urlOf } from './client.ts';
export { policyBodyOf } from './policy-body.ts';
export type { ErrorBody, Method, ResponseShape, Route } from './route.ts';
export { routeList } from './route-list.ts';
export type { AuditEntry, TeamBody, TokenBody, UserBody } from './routes/administration.ts';
export type { AdvisoryDataSet, AdvisoryEvaluation, AdvisoryStatus } from './routes/advisories.ts';
export type {
  EventQuery,
  ExportQuery,
  Histogram,
  HistogramQuery,
  StreamQuery,
  TopQuery,
  TopValues,
} from './routes/events.ts';
export type { HuntBody } from './routes/hunts.ts';
export type { ImagePolicyList } from './routes/image-policies.ts';
export type { ImageDetail, ImagePage, ImageUpload } from './routes/images.ts';
export * as routes from './routes/index.ts';
export type { IntakeAnswer } from './routes/intake.ts';
export type { ResourceDetail } from './routes/inventory.ts';
export type { ChannelPreview, DeliveryQuery, TestAnswer } from './routes/notifications.ts';
export type {
  ExceptionBody,
  PolicyRow,
  PolicyVersion,
  Suppression,
  WebhookSecretView,
} from './routes/policies.ts';
export type { ImportResult } from './routes/policy-files.ts';
export type { CheckRow, FindingPage } from './routes/posture.ts';
export type {
  ExplainBody,
  RuleCoverage,
  RuleFileBody,
  RuleVerdict,
} from './routes/rules.ts';
export type { LoginBody, PasswordBody, SetupBody, SetupStatus } from './routes/session.ts';
export type { Job, ScopeValue, ScopeValueQuery, Status } from './routes/system.ts';
export type { TaskQuery } from './routes/tasks.ts';
export type { Account, AccountConnection } from './schemas/account.ts';
export type {
  ControlRow,
  FrameworkDetail,
  FrameworkSummary,
  RequirementRow,
} from './schemas/compliance.ts';
export type { EventDetail, EventRow } from './schemas/event.ts';
export { filterLimits, filterSchema } from './schemas/filter.ts';
export type { FindingRow, ResourceRow } from './schemas/finding.ts';
export { type HomeItem, type HomeItemKind, homeItemKinds } from './schemas/home.ts';
export type { ApiToken, Grant, Session, Team, User } from './schemas/identity.ts';
export type {
  ImageCounters,
  ImageReportFormat,
  ImageRow,
  ImageStatus,
  LicenseCategory,
  SbomDownload,
} from './schemas/image.ts';
export { imageReportJsonSchema, imageReportSchema } from './schemas/image.ts';
export type { ConfigChange, ImageComparison, PackageChange } from './schemas/image-comparison.ts';
export type {
  AcceptanceState,
  AcceptedRisk,
  AcceptedWhere,
  AcceptRiskBody,
} from './schemas/image-exception.ts';
export type {
  ImagePolicyBody,
  ImagePolicyDetail,
  ImagePolicyPreview,
  ImagePolicyProblem,
  ImagePolicyRow,
  ImagePolicyVersion,
  PreviewBody,
  PreviewChange,
} from './schemas/image-policy.ts';
export type { ImageScan, ImageScanBody } from './schemas/image-scan.ts';
export type {
  AffectedImage,
  AffectedPlace,
  FleetPackageRow,
  VulnerabilityDetail,
  VulnerabilityRow,
} from './schemas/image-vulnerability.ts';
export {
  type ChannelBody,
  type ChannelSettings,
  type ChannelView,
  type DeliveryRow,
  deliveryStatuses,
  noticeGroupColumns,
  type OwnerAnswer,
  type OwnerSubjectBody,
  type Ownership,
  ownerSourceNames,
  type RouteBody,
  type RouteMode,
  type RouteView,
} from './schemas/notification.ts';
export type { ListQuery, Page, TimeRange } from './schemas/page.ts';
export {
  type PolicyActionView,
  type PolicyBody,
  type PolicyView,
  policyActionSchema,
  policyBodySchema,
  policyExceptionSchema,
} from './schemas/policy.ts';
export type {
  Hunt,
  RuleDetail,
  RuleDiagnostic,
  RuleFileVersion,
  RuleFileView,
  RuleRow,
  RuleSourceView,
  ValidateBody,
} from './schemas/rule.ts';
export type {
  Diagnosis,
  LifeLineEntry,
  MetricSeries,
  TaskContainer,
  TaskDetail,
  TaskRow,
} from './schemas/task.ts';
