import type { ImageReport, PolicyVerdict, VerdictException, VerdictReason } from '@breakwater/model';
import { describeFixes, describeFound, joinFixes } from './describe.ts';
import { covers, isExpired, subjectOf } from './exceptions.ts';
import type { Judgement, Violation } from './gate-kind.ts';
import { kindOf } from './gates/index.ts';
import type { Gate, ImagePolicy, PolicyException } from './image-policy.ts';
import type { JudgeContext, JudgedImage, JudgedReport } from './judge-context.ts';
import { listOmissions } from './omissions.ts';
import { policyVersion } from './policy-version.ts';
import { appliesTo, isSelected } from './selectors.ts';

/** More are counted, not listed. */
const maxItems = 20;
const maxFixes = 10;

/**
 * Judges a report by a policy, as of `now`. `failed` when any gate fails; `incomplete`, never `passed`, when
 * something was not examined or could not be judged. Reasons name each gate, in words that say what to do. The same report, policy,
 * context and time give the same verdict.
 */
export function evaluatePolicy(
  policy: ImagePolicy,
  report: JudgedReport,
  now: Date,
  context: JudgeContext = {},
): PolicyVerdict {
  const { graceDays } = policy;
  const image: JudgedImage = {
    report,
    context,
    now,
    ...(graceDays === undefined ? {} : { graceDays }),
  };
  const exceptions = policy.exceptions.filter((exception) => concerns(exception, image));
  const used = new Map<PolicyException, number>();
  const reasons = allGates(policy, report).flatMap((gate) => judgeGate(gate, image, exceptions, used));
  if (!policy.gates.some(({ type }) => type === 'completeness')) {
    for (const { message } of listOmissions(report)) {
      reasons.push({ gate: 'complete', message, level: 'incomplete' });
    }
  }
  const { hash, newest } = report.advisories;
  return {
    policy: policy.name,
    status: statusOf(reasons),
    reasons,
    policyVersion: policyVersion(policy),
    advisories: newest === undefined ? { hash } : { hash, newest },
    judgedAt: now.toISOString(),
    ...(used.size === 0 ? {} : { exceptions: [...used].map(toVerdictException) }),
  };
}

/** The verdict of each policy that applies to the image. */
export function judgeByPolicies(
  policies: readonly ImagePolicy[],
  report: JudgedReport,
  now: Date,
  context: JudgeContext = {},
): PolicyVerdict[] {
  return policies
    .filter((policy) => appliesTo(policy, report, context))
    .map((policy) => evaluatePolicy(policy, report, now, context));
}

/** The gates of a policy, those of `failOn` first. A directory or an SBOM has no layers in which files could be examined. */
function allGates({ failOn, gates }: ImagePolicy, { fileFindings }: JudgedReport): readonly Gate[] {
  if (failOn === undefined) return gates;
  const severityAtLeast = failOn;
  const own: readonly Gate[] = [
    { name: 'vulnerabilities', type: 'vulnerabilities', severityAtLeast },
    { name: 'configuration', type: 'checks', severityAtLeast },
  ];
  const files: Gate = { name: 'files', type: 'files', severityAtLeast };
  return [...own, ...(fileFindings === undefined ? [] : [files]), ...gates];
}

function concerns({ applies }: PolicyException, { report, context }: JudgedImage): boolean {
  if (applies === undefined) return true;
  const places = context.places === undefined || context.places.length === 0 ? [{}] : context.places;
  return places.every((place) => isSelected(applies, report, context.origins, place));
}

function judgeGate(
  gate: Gate,
  image: JudgedImage,
  exceptions: readonly PolicyException[],
  used: Map<PolicyException, number>,
): VerdictReason[] {
  const kind = kindOf(gate);
  const judgement = kind.judge(gate, image);
  const { compareVersions } = image.context.knowledge ?? {};
  const inForce = exceptions.filter((exception) => !isExpired(exception, image.now));
  const left = judgement.violations.filter(({ subject }) => {
    const exception = inForce.find((one) => covers(one, gate.name, subject, compareVersions));
    if (exception !== undefined) used.set(exception, (used.get(exception) ?? 0) + 1);
    return exception === undefined;
  });
  const allowed = 'moreThan' in gate ? (gate.moreThan ?? 0) : 0;
  const reasons: VerdictReason[] = [];
  if (left.length > allowed) {
    const expired = exceptions.filter(
      (exception) =>
        isExpired(exception, image.now) &&
        left.some(({ subject }) => covers(exception, gate.name, subject, compareVersions)),
    );
    reasons.push(toReason(gate, kind.nouns, judgement, left, expired));
  }
  for (const message of judgement.undecided ?? []) {
    reasons.push({ gate: gate.name, message, level: gate.action ?? 'incomplete', ...controlsOf(gate) });
  }
  for (const message of judgement.told ?? []) {
    reasons.push({ gate: gate.name, message, level: 'warn', ...controlsOf(gate) });
  }
  return reasons;
}

function toReason(
  gate: Gate,
  nouns: readonly [string, string],
  { conditions, fixes }: Judgement,
  left: readonly Violation[],
  expired: readonly PolicyException[],
): VerdictReason {
  const plan = fixes?.(left) ?? joinFixes(left);
  const allowed = 'moreThan' in gate && gate.moreThan !== undefined ? [`more than ${gate.moreThan}`] : [];
  const parts = [
    describeFound(left, nouns, [...(conditions ?? []), ...allowed]),
    ...describeFixes(plan, left.length),
    ...expired.map((one) => `the exception for ${subjectOf(one)} expired on ${one.expires}`),
  ];
  return {
    gate: gate.name,
    message: parts.join('; '),
    level: gate.action ?? 'fail',
    count: left.length,
    items: left.slice(0, maxItems).map(({ text }) => text),
    ...(plan.length === 0 ? {} : { fixes: plan.slice(0, maxFixes) }),
    ...controlsOf(gate),
  };
}

function controlsOf({ controls }: Gate): Pick<VerdictReason, 'controls'> {
  return controls === undefined ? {} : { controls };
}

function statusOf(reasons: readonly VerdictReason[]): ImageReport['verdicts'][number]['status'] {
  if (reasons.some(({ level }) => level === 'fail')) return 'failed';
  return reasons.some(({ level }) => level === 'incomplete') ? 'incomplete' : 'passed';
}

function toVerdictException([exception, covered]: readonly [PolicyException, number]): VerdictException {
  const { reason, owner, expires } = exception;
  return {
    subject: subjectOf(exception),
    reason,
    ...(owner === undefined ? {} : { owner }),
    expires,
    covers: covered,
  };
}
