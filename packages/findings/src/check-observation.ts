import type { CheckResult, Coverage, Finding, Observation } from '@breakwater/model';
import type { Assessment } from './lifecycle.ts';

/** The observation that a failing check makes; undefined for any other verdict. */
export function observationFromCheck(result: CheckResult, title: string): Observation | undefined {
  if (result.status !== 'FAIL') return undefined;
  return {
    type: 'check',
    subject: result.resourceId,
    key: result.checkId,
    title,
    severity: result.severity,
    place: result.place,
    evidence: result.evidence,
  };
}

/** Tells where a resource type was read: a region of an account. */
export interface PostureRun {
  readonly time: string;
  readonly results: readonly CheckResult[];
  readonly coverage: readonly Coverage[];
  /** The ids of all resources that were found. */
  readonly resourceIds: ReadonlySet<string>;
  /** The resource type that a check judges; undefined when the check is not part of the run. */
  readonly typeOfCheck: (checkId: string) => string | undefined;
}

/**
 * What a posture run assessed. A verdict of PASS, or none because the check no longer applies to a resource
 * that was read, resolves; ERROR never does. A resource that was not found is gone when its type was read
 * completely in its region.
 */
export function assessmentOf(run: PostureRun): Assessment {
  const verdicts = new Map(
    run.results.map((result) => [pair(result.checkId, result.resourceId), result.status]),
  );
  return {
    time: run.time,
    wasAssessed: (finding) => {
      if (finding.type !== 'check' || run.typeOfCheck(finding.key) === undefined) return false;
      const status = verdicts.get(pair(finding.key, finding.subject));
      return status === undefined ? run.resourceIds.has(finding.subject) : status === 'PASS';
    },
    isGone: (finding) => {
      const type = finding.type === 'check' ? run.typeOfCheck(finding.key) : undefined;
      return (
        type !== undefined && !run.resourceIds.has(finding.subject) && isCovered(type, finding, run.coverage)
      );
    },
  };
}

function isCovered(type: string, finding: Finding, coverage: readonly Coverage[]): boolean {
  const of = coverage.filter(
    (one) =>
      one.type === type &&
      one.account === finding.place.account &&
      (one.region === finding.place.region || one.region === 'global'),
  );
  return of.length > 0 && of.every((one) => one.status === 'ok');
}

function pair(checkId: string, resourceId: string): string {
  return `${checkId}\n${resourceId}`;
}
