import type { Filter } from './filter.ts';
import type { Severity } from './severity.ts';

/** What a policy watches, each one event source. */
export const policyTypes = [
  'workload',
  'cloudtrail',
  'ecs',
  'kubernetes-audit',
  'file-integrity',
  'configuration',
  'github',
  'okta',
] as const;

export type PolicyType = (typeof policyTypes)[number];

/** The event source that each type of policy watches, by Falco's name. */
export const sourceOfPolicyType: Readonly<Record<PolicyType, string>> = {
  workload: 'syscall',
  cloudtrail: 'aws_cloudtrail',
  ecs: 'ecs',
  'kubernetes-audit': 'k8s_audit',
  'file-integrity': 'fim',
  configuration: 'config',
  github: 'github',
  okta: 'okta',
};

/**
 * Whether events of each type name the ECS task that they are about: a task can be stopped only then. `some`: those
 * that are about a task do (of CloudTrail: calls such as ExecuteCommand).
 */
export const namesTasks: Readonly<Record<PolicyType, 'all' | 'some' | 'none'>> = {
  workload: 'all',
  cloudtrail: 'some',
  ecs: 'some',
  'kubernetes-audit': 'none',
  'file-integrity': 'all',
  configuration: 'none',
  github: 'none',
  okta: 'none',
};

/**
 * - `enabled`: rules that fire make detections
 * - `dry-run`: they make detections of severity `info` tagged `dry-run`, and no action is taken
 * - `disabled`: the policy is not looked at
 */
export const policyStatuses = ['enabled', 'dry-run', 'disabled'] as const;

export type PolicyStatus = (typeof policyStatuses)[number];

/** How far an action goes: nothing, a note of what would have been done, or the deed. */
export const actionModes = ['observe', 'would-have-acted', 'enforce'] as const;

export type ActionMode = (typeof actionModes)[number];

/** What a policy does when it makes a detection. */
export type PolicyAction =
  | {
      readonly type: 'webhook';
      readonly mode: ActionMode;
      /** https; never a private or link-local address. */
      readonly url: string;
    }
  | {
      readonly type: 'stop-task';
      readonly mode: ActionMode;
      /** Most tasks of one service that are stopped in an hour; 1 to 100. */
      readonly maxPerServiceAndHour: number;
    };

/** Detections that are known and accepted: those that `filter` matches are not made. */
export interface PolicyException {
  readonly id: string;
  /** Absent: every rule of the policy. */
  readonly rule?: string;
  /** Over the fields and common columns of the event. */
  readonly filter: Filter;
  readonly reason: string;
  /** ISO 8601; absent: it never ends. */
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** Which rules watch what, how severe that is, and what is done: a detection is made under one of these. */
export interface RuntimePolicy {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: PolicyType;
  readonly severity: Severity;
  /** What it watches. */
  readonly scope: Filter;
  /** Names of rules; empty means every rule of the source. */
  readonly rules: readonly string[];
  readonly exceptions: readonly PolicyException[];
  readonly actions: readonly PolicyAction[];
  /** What to do when it fires: an address or a short text. */
  readonly runbook?: string;
  readonly status: PolicyStatus;
  readonly origin: 'shipped' | 'custom';
  /** Counts the edits, from 1. */
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly isSample: boolean;
}
