import {
  type PolicyException,
  type RuntimePolicy,
  type StoredEvent,
  severityFromPriority,
  sourceOfPolicyType,
} from '@breakwater/model';
import type { Fired } from '@breakwater/rules';
import { type Matcher, matchFilter } from '@breakwater/store';

/** Told of each detection that an exception kept silent. */
export type OnSuppressed = (policyId: string, exceptionId: string) => void;

/** A policy ready to judge what fired. */
export interface CompiledPolicy {
  readonly policy: RuntimePolicy;
  readonly source: string;
  readonly isInScope: Matcher;
  /** What of the rules that fired is a detection of this policy. */
  readonly keep: (fired: readonly Fired[], row: StoredEvent) => readonly Fired[];
}

/** @throws FilterError when the scope or an exception is no filter */
export function compilePolicy(
  policy: RuntimePolicy,
  now: () => number,
  onSuppressed: OnSuppressed,
): CompiledPolicy {
  const rules = new Set(policy.rules);
  const source = sourceOfPolicyType[policy.type];
  const exceptions = policy.exceptions.map(compileException);
  return {
    policy,
    source,
    isInScope: matchFilter(policy.scope),
    keep: (fired, row) => {
      const ofPolicy = fired.filter(
        (one) => one.source === source && (rules.size === 0 || rules.has(one.rule)),
      );
      if (exceptions.length === 0 || ofPolicy.length === 0) return ofPolicy;
      const time = now();
      return ofPolicy.filter((one) => {
        const found = exceptions.find((exception) => exception.accepts(one, row, time));
        if (found !== undefined) onSuppressed(policy.id, found.id);
        return found === undefined;
      });
    },
  };
}

interface CompiledException {
  readonly id: string;
  readonly accepts: (fired: Fired, row: StoredEvent, now: number) => boolean;
}

function compileException(exception: PolicyException): CompiledException {
  const isMatch = matchFilter(exception.filter);
  const end = exception.expiresAt === undefined ? undefined : Date.parse(exception.expiresAt);
  return {
    id: exception.id,
    accepts: (fired, row, now) =>
      (end === undefined || now < end) &&
      (exception.rule === undefined || exception.rule === fired.rule) &&
      isMatch(asDetection(fired, row)),
  };
}

/** What the exception is judged by: the event with the values that the rule's output names. */
function asDetection(fired: Fired, row: StoredEvent): StoredEvent {
  return {
    ...row,
    kind: 'detection',
    rule: fired.rule,
    severity: severityFromPriority(fired.priority),
    tags: fired.tags,
    fields: { ...comparable(fired.fields), ...row.fields },
  };
}

/** Whole numbers as rows have them: as text when they are beyond a number. */
export function comparable(fields: Fired['fields']): StoredEvent['fields'] {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
  );
}
