import {
  type ConfigFinding,
  type ImageReport,
  isAtLeast,
  type Match,
  type Package,
  type PolicyVerdict,
  type VerdictReason,
} from '@breakwater/model';
import { describeCheck, describeList, describeMatch, describePackage } from './describe.ts';
import { coversCheck, coversMatch, coversPackage, isNamed } from './exceptions.ts';
import type { CheckGate, Gate, ImagePolicy, PolicyException, VulnerabilityGate } from './image-policy.ts';
import { matchesWildcard } from './wildcard.ts';

/** What a policy is evaluated on: a report, before any verdict. */
export type JudgedReport = Omit<ImageReport, 'verdicts'>;

const dayMs = 86_400_000;

/** True when the policy applies to the image, by repository and tag. */
export function appliesTo(policy: ImagePolicy, report: Pick<JudgedReport, 'repository' | 'tag'>): boolean {
  return isSelected(policy.repositories, report.repository) && isSelected(policy.tags, report.tag);
}

/**
 * Judges a report by a policy, as of `now`. `failed` when any gate fails; `incomplete`, never `passed`, when
 * something was not examined. Reasons name each gate once, in words that say what to do.
 */
export function evaluatePolicy(policy: ImagePolicy, report: JudgedReport, now: Date): PolicyVerdict {
  const failures = policy.gates.flatMap((gate) => judge(gate, policy, report, now) ?? []);
  const omissions = listOmissions(report);
  const reasons = [...failures, ...omissions];
  if (failures.length > 0) return { policy: policy.name, status: 'failed', reasons };
  return { policy: policy.name, status: omissions.length > 0 ? 'incomplete' : 'passed', reasons };
}

function isSelected(patterns: readonly string[], value: string | undefined): boolean {
  if (patterns.length === 0) return true;
  return value !== undefined && patterns.some((pattern) => matchesWildcard(pattern, value));
}

function judge(gate: Gate, policy: ImagePolicy, report: JudgedReport, now: Date): VerdictReason | undefined {
  if (gate.type === 'vulnerabilities') {
    const failing = report.matches.filter((match) => isStoppedBy(gate, match, now));
    return toReason(gate, policy, now, failing, coversMatch, describeMatch);
  }
  if (gate.type === 'checks') {
    const failing = report.configFindings.filter((finding) => isCheckStoppedBy(gate, finding));
    return toReason(gate, policy, now, failing, coversCheck, describeCheck);
  }
  const failing = report.sbom.packages.filter((one) => gate.deny.some((entry) => isNamed(entry, one)));
  return toReason(gate, policy, now, failing, coversPackage, describePackage);
}

function isStoppedBy(gate: VulnerabilityGate, match: Match, now: Date): boolean {
  if (gate.severityAtLeast !== undefined && !isAtLeast(match.severity, gate.severityAtLeast)) return false;
  if (gate.epssAtLeast !== undefined && (match.epss ?? 0) < gate.epssAtLeast) return false;
  if (gate.knownExploited === true && !match.isKnownExploited) return false;
  if (gate.fixableOnly === true && match.fixState !== 'fixed') return false;
  if (gate.graceDays === undefined || match.published === undefined) return true;
  return now.getTime() - Date.parse(match.published) > gate.graceDays * dayMs;
}

function isCheckStoppedBy(gate: CheckGate, finding: ConfigFinding): boolean {
  if (gate.severityAtLeast !== undefined && !isAtLeast(finding.severity, gate.severityAtLeast)) return false;
  return gate.checks === undefined || gate.checks.includes(finding.checkId);
}

/** The gate's reason, without what an exception in force covers; expired ones are named. */
function toReason<T extends Match | ConfigFinding | Package>(
  gate: Gate,
  policy: ImagePolicy,
  now: Date,
  failing: readonly T[],
  covers: (exception: PolicyException, item: T) => boolean,
  describe: (item: T) => string,
): VerdictReason | undefined {
  const inForce = policy.exceptions.filter((exception) => !isExpired(exception, now));
  const left = failing.filter((item) => !inForce.some((exception) => covers(exception, item)));
  if (left.length === 0) return undefined;
  const expired = policy.exceptions.filter(
    (exception) => isExpired(exception, now) && left.some((item) => covers(exception, item)),
  );
  const remarks = expired.map(
    (exception) => `the exception for ${subjectOf(exception)} expired on ${exception.expires}`,
  );
  return { gate: gate.name, message: [describeList(gate, left.map(describe)), ...remarks].join('; ') };
}

function isExpired({ expires }: PolicyException, now: Date): boolean {
  return now.getTime() >= Date.parse(`${expires}T00:00:00Z`) + dayMs;
}

function subjectOf(exception: PolicyException): string {
  return exception.vulnerability ?? exception.check ?? exception.package ?? '';
}

/** What keeps a result without failures from being a pass. */
function listOmissions(report: JudgedReport): VerdictReason[] {
  const messages = report.gaps.map(({ what, reason }) => `not examined: ${what}: ${reason}`);
  if (report.advisories.records === 0)
    messages.unshift('vulnerabilities were not looked for: no advisory data');
  if (report.sbom.packages.length === 0) messages.unshift('no package was found in the image');
  return messages.map((message) => ({ gate: 'complete', message }));
}
