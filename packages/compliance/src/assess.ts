import type { CheckResult, CheckStatus, Control, ControlStatus, Framework } from '@breakwater/model';
import type {
  ControlAssessment,
  Counts,
  FrameworkAssessment,
  RequirementAssessment,
  ResourceVerdict,
} from './assessment.ts';

/** The more it counts against a control, the higher. */
const weight: Readonly<Record<CheckStatus, number>> = { PASS: 0, MANUAL: 1, ERROR: 2, FAIL: 3 };

/**
 * Scores a framework on the results of one run. A control fails when any resource fails; it is in error when
 * data was missing and nothing failed; it passes only when all of its checks ran (`checks`: the ids of the
 * checks of the run) and something passed; else it is not assessed. Pure.
 */
export function assess(
  framework: Framework,
  results: readonly CheckResult[],
  checks: Iterable<string>,
): FrameworkAssessment {
  const ran = new Set(checks);
  const byCheck = Map.groupBy(results, (result) => result.checkId);
  const controls = framework.controls.map((control) =>
    assessControl(control, byCheck, ran, framework.isScored),
  );
  const requirements = [...Map.groupBy(controls, (one) => one.control.requirement)].map(
    ([requirement, members]): RequirementAssessment => ({
      requirement,
      controls: members,
      counts: count(members),
      ...scoreOf(members, framework.isScored),
    }),
  );
  const counts = count(controls);
  return {
    framework,
    requirements,
    counts,
    coverage: controls.length === 0 ? 0 : (counts.passed + counts.failed) / controls.length,
    ...scoreOf(controls, framework.isScored),
  };
}

function assessControl(
  control: Control,
  byCheck: ReadonlyMap<string, readonly CheckResult[]>,
  ran: ReadonlySet<string>,
  isScored: boolean,
): ControlAssessment {
  const resources = worstByResource(control.checks.flatMap((check) => byCheck.get(check) ?? []));
  const judged = resources.filter((one) => one.status === 'PASS' || one.status === 'FAIL');
  const missingChecks = control.checks.filter((check) => !ran.has(check));
  const passed = judged.filter((one) => one.status === 'PASS').length;
  return {
    control,
    status: statusOf(resources, missingChecks.length === 0),
    ...(control.severity === undefined ? {} : { severity: control.severity }),
    resources,
    ...(isScored && judged.length > 0 ? { score: passed / judged.length } : {}),
    missingChecks,
  };
}

function statusOf(resources: readonly ResourceVerdict[], isComplete: boolean): ControlStatus {
  if (resources.some((one) => one.status === 'FAIL')) return 'failed';
  if (resources.some((one) => one.status === 'ERROR')) return 'error';
  return isComplete && resources.some((one) => one.status === 'PASS') ? 'passed' : 'not-assessed';
}

/** A resource that two checks judge counts once, with the worse verdict. */
function worstByResource(results: readonly CheckResult[]): readonly ResourceVerdict[] {
  const worst = new Map<string, ResourceVerdict>();
  for (const { resourceId, resourceType, status, checkId } of results) {
    const known = worst.get(resourceId);
    if (known === undefined || weight[status] > weight[known.status]) {
      worst.set(resourceId, { resourceId, resourceType, status, checks: [checkId] });
    } else if (status === known.status)
      worst.set(resourceId, { ...known, checks: [...known.checks, checkId] });
  }
  return [...worst.values()];
}

function count(controls: readonly ControlAssessment[]): Counts {
  const of = (status: ControlStatus): number => controls.filter((one) => one.status === status).length;
  return { passed: of('passed'), failed: of('failed'), error: of('error'), notAssessed: of('not-assessed') };
}

/** Controls in error count against the score: what could not be read is not known to be good. */
function scoreOf(controls: readonly ControlAssessment[], isScored: boolean): { readonly score?: number } {
  const { passed, failed, error } = count(controls);
  const judged = passed + failed + error;
  return isScored && judged > 0 ? { score: passed / judged } : {};
}
