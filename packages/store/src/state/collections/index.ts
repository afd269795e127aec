import type { Collection } from '../collection.ts';
import { accounts } from './account.ts';
import { apiTokens } from './api-token.ts';
import { assessments } from './assessment.ts';
import { auditLog } from './audit-entry.ts';
import { checkResults } from './check-result.ts';
import { findings } from './finding.ts';
import { grants } from './grant.ts';
import { imageReports, images } from './image.ts';
import { imageExceptions } from './image-exception.ts';
import { imagePackages, imageScanCounts } from './image-packages.ts';
import { imagePolicies } from './image-policy.ts';
import { imagePolicyVersions } from './image-policy-version.ts';
import { jobs } from './job.ts';
import { metricSamples } from './metric-sample.ts';
import {
  noticeGroups,
  notices,
  notificationChannels,
  notificationMessages,
  notificationRoutes,
} from './notification.ts';
import { outbox } from './outbox.ts';
import { packageVariants, variantMatches } from './package-variant.ts';
import { policyActions } from './policy-action.ts';
import { policyVersions } from './policy-version.ts';
import { coverage, resources } from './resource.ts';
import { ruleFiles } from './rule-file.ts';
import { ruleFileVersions } from './rule-file-version.ts';
import { ruleStates } from './rule-state.ts';
import { runtimePolicies } from './runtime-policy.ts';
import { savedViews } from './saved-view.ts';
import { sessions } from './session.ts';
import { settings } from './setting.ts';
import { tasks } from './task.ts';
import { teams } from './team.ts';
import { users } from './user.ts';

/** Every collection of the state store. Each has a table that the migrations made. */
export const collections: readonly Collection<never>[] = [
  users,
  sessions,
  apiTokens,
  teams,
  grants,
  auditLog,
  settings,
  savedViews,
  accounts,
  resources,
  coverage,
  checkResults,
  findings,
  assessments,
  images,
  imageReports,
  imagePackages,
  imageScanCounts,
  packageVariants,
  variantMatches,
  imagePolicies,
  imagePolicyVersions,
  imageExceptions,
  tasks,
  metricSamples,
  runtimePolicies,
  policyVersions,
  policyActions,
  ruleFiles,
  ruleFileVersions,
  ruleStates,
  jobs,
  outbox,
  notificationChannels,
  notificationRoutes,
  notices,
  noticeGroups,
  notificationMessages,
];
