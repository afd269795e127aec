export {
  Conflict,
  InvalidName,
  InvalidQuery,
  LeaseLost,
  NotFound,
  OutOfScope,
  QueueFull,
  StoreClosed,
  StoreCorrupt,
  StoreError,
  type StoreErrorCode,
  StoreFull,
  StoreLocked,
  StoreMisuse,
  StoreSchema,
  TooLarge,
} from './errors.ts';
export { eventLimits, eventProblem } from './events/check-event.ts';
export { queryLimits } from './events/check-query.ts';
export { InvalidEvent, QueryTimeout, StoreFailed } from './events/errors.ts';
export type {
  AppendResult,
  EventCount,
  EventPage,
  EventQuery,
  EventStore,
  EventStoreStats,
  HistogramBucket,
  HistogramQuery,
  ListQuery as EventListQuery,
  RetentionLimits,
  RetentionResult,
  TopEntry,
  TopQuery,
  TopResult,
} from './events/event-store.ts';
export type { EventPart, ScannedEvent, ScanQuery } from './events/scan.ts';
export { openSqliteEventStore, type SqliteEventStoreOptions } from './events/sqlite/event-store.ts';
export { scanPart } from './events/sqlite/scan-part.ts';
export { openDirectoryFiles } from './files/directory-file-store.ts';
export type { FileListQuery, FileStat, FileStore, StoredFile } from './files/file-store.ts';
export { applyFileRetention, type FileRetention } from './files/retention.ts';
export { FilterError } from './filter/filter-error.ts';
export { type Matcher, matchFilter } from './filter/match.ts';
export { type FolderLock, lockFolder } from './folder-lock.ts';
export type { EnqueueOptions, Job, JobPage, JobQuery, JobStatus, JobTable } from './jobs/job-table.ts';
export { createJobTable, type JobTableOptions } from './jobs/state-job-table.ts';
export {
  type Collection,
  type Column,
  type ColumnType,
  type ColumnValue,
  type GlobalCollection,
  keyOf,
  type LogCollection,
  type ScopedCollection,
} from './state/collection.ts';
export { type Account, accounts } from './state/collections/account.ts';
export { type ApiToken, apiTokens } from './state/collections/api-token.ts';
export { type AssessmentScore, assessments } from './state/collections/assessment.ts';
export { type AuditEntry, auditLog } from './state/collections/audit-entry.ts';
export { checkResultKey, checkResults, type StoredCheckResult } from './state/collections/check-result.ts';
export { findings, type StoredFinding } from './state/collections/finding.ts';
export { type Grant, grantKey, grants, type Role } from './state/collections/grant.ts';
export {
  type ImagePlaces,
  type ImageSummary,
  imageReports,
  images,
  type StoredImageReport,
} from './state/collections/image.ts';
export {
  type AcceptedKind,
  type AcceptedWhere,
  type ImageException,
  imageExceptions,
} from './state/collections/image-exception.ts';
export {
  type ImagePackages,
  type ImageScanCounts,
  imagePackages,
  imageScanCounts,
} from './state/collections/image-packages.ts';
export { imagePolicies, type StoredImagePolicy } from './state/collections/image-policy.ts';
export {
  imagePolicyVersions,
  type StoredImagePolicyVersion,
} from './state/collections/image-policy-version.ts';
export { collections } from './state/collections/index.ts';
export { type MetricSample, metricSamples } from './state/collections/metric-sample.ts';
export {
  type NoticeGroup,
  type NotificationChannel,
  type NotificationMessage,
  type NotificationRoute,
  noticeGroupKey,
  noticeGroups,
  noticeKey,
  notices,
  notificationChannels,
  notificationMessages,
  notificationRoutes,
  type StoredNotice,
} from './state/collections/notification.ts';
export { type OutboxRow, outbox } from './state/collections/outbox.ts';
export {
  type JudgedPackage,
  packageVariants,
  type StoredVariant,
  type StoredVariantMatches,
  type VariantFinding,
  type VariantJudgement,
  type VulnerabilityCounts,
  variantMatches,
} from './state/collections/package-variant.ts';
export {
  policyActionKey,
  policyActions,
  type StoredPolicyAction,
} from './state/collections/policy-action.ts';
export { policyVersions, type StoredPolicyVersion } from './state/collections/policy-version.ts';
export {
  coverage,
  resources,
  type StoredCoverage,
  type StoredResource,
} from './state/collections/resource.ts';
export { ruleFiles, type StoredRuleFile } from './state/collections/rule-file.ts';
export { ruleFileVersions, type StoredRuleFileVersion } from './state/collections/rule-file-version.ts';
export { ruleStates, type StoredRuleState } from './state/collections/rule-state.ts';
export { runtimePolicies, type StoredPolicy } from './state/collections/runtime-policy.ts';
export { type SavedView, savedViews } from './state/collections/saved-view.ts';
export { type Session, sessions } from './state/collections/session.ts';
export { type Setting, settings } from './state/collections/setting.ts';
export { type StoredTask, tasks } from './state/collections/task.ts';
export { type Team, teams } from './state/collections/team.ts';
export { type User, users } from './state/collections/user.ts';
export { applyStateRetention, type StateRetention } from './state/retention.ts';
export { deleteSample, hasSample } from './state/sample.ts';
export { type Sealed, seal, unseal } from './state/seal.ts';
export { openSqliteState, type SqliteStateOptions } from './state/sqlite/sqlite-state-store.ts';
export type {
  CountByQuery,
  ListQuery,
  Log,
  Page,
  ReadLog,
  ReadTable,
  Sort,
  StateReader,
  StateStore,
  StateTransaction,
  Stored,
  Table,
  ValueCount,
} from './state/state-store.ts';
export { type JournalStreamOptions, openJournalStream } from './stream/journal-stream.ts';
export type { Consumer, ConsumerCounts, Stream, StreamCounts, StreamMessage } from './stream/stream.ts';
