import {
  appliesTo,
  evaluatePolicy,
  type ImagePlace,
  type ImagePolicy,
  type JudgeContext,
  type PolicyException,
} from '@breakwater/findings';
import type { ImageOrigin, ImageReport, PolicyVerdict, VerdictReason } from '@breakwater/model';
import { policyKnowledge } from '@breakwater/scan';
import type { ImageException, ImageSummary } from '@breakwater/store';
import type { KnownPolicy, PoliciesInForce } from './policies-in-force.ts';

/** More are counted, not kept: a list of images reads them all. */
const maxReasons = 50;

/** What is known of an image beside its report. */
export interface KnownOfImage {
  readonly origins: readonly ImageOrigin[];
  /** Where tasks have run it. */
  readonly places: readonly ImagePlace[];
}

/** The verdict of every policy that applies to the image. */
export function judgeImage(
  report: ImageReport,
  inForce: PoliciesInForce,
  known: KnownOfImage,
  now: Date,
): readonly PolicyVerdict[] {
  const exceptions = exceptionsOf(report, inForce);
  return inForce.policies.flatMap((policy) => judgeBy(policy, report, exceptions, known, now) ?? []);
}

/** The verdict of one policy; undefined when it does not apply to the image. */
export function judgeBy(
  { stored, policy, error }: KnownPolicy,
  report: ImageReport,
  exceptions: readonly PolicyException[],
  known: KnownOfImage,
  now: Date,
): PolicyVerdict | undefined {
  if (policy === undefined) {
    const message = `the policy cannot be read: ${error?.message ?? ''}; edit or disable it`;
    return { policy: stored.name, status: 'incomplete', reasons: [{ gate: 'policy', message }] };
  }
  const context: JudgeContext = { knowledge: policyKnowledge, ...known };
  if (!appliesTo(policy, report, context)) return undefined;
  const joined: ImagePolicy = { ...policy, exceptions: [...policy.exceptions, ...exceptions] };
  const verdict = evaluatePolicy(joined, report, now, context);
  return { ...verdict, reasons: bounded(verdict.reasons) };
}

/** The accepted risks of an image, as its policies read them. */
export function exceptionsOf(
  report: ImageReport,
  { exceptions }: PoliciesInForce,
): readonly PolicyException[] {
  return exceptions.filter((exception) => covers(exception, report)).map(toPolicyException);
}

/**
 * What the row of an image shows. The policies of the server decide; where none applies, those of the scan. What nobody judged is
 * incomplete, never passed.
 */
export function statusOf(
  report: Pick<ImageReport, 'verdicts' | 'gaps'>,
  own: readonly PolicyVerdict[],
): ImageSummary['status'] {
  const verdicts = own.length > 0 ? own : report.verdicts;
  if (verdicts.some(({ status }) => status === 'failed')) return 'failed';
  const isWhole = verdicts.length > 0 && report.gaps.length === 0;
  return isWhole && verdicts.every(({ status }) => status === 'passed') ? 'passed' : 'incomplete';
}

/** True when the risk is taken for this image. */
export function covers(
  { where }: ImageException,
  report: Pick<ImageReport, 'digest' | 'repository'>,
): boolean {
  if (where.kind === 'image') return where.digest === report.digest;
  return where.kind === 'everywhere' || where.repository === report.repository;
}

function toPolicyException({
  kind,
  subject,
  package: only,
  path,
  reason,
  owner,
  expires,
}: ImageException): PolicyException {
  const rest = { reason, owner, expires };
  switch (kind) {
    case 'vulnerability':
      return { vulnerability: subject, ...(only === undefined ? {} : { package: only }), ...rest };
    case 'package':
      return { package: subject, ...rest };
    case 'check':
      return { check: subject, ...rest };
    case 'file':
      return { check: subject, ...(path === undefined ? {} : { path }), ...rest };
  }
}

function bounded(reasons: readonly VerdictReason[]): readonly VerdictReason[] {
  if (reasons.length <= maxReasons) return reasons;
  const more = reasons.length - maxReasons;
  return [...reasons.slice(0, maxReasons), { gate: 'complete', message: `and ${more} more reasons` }];
}
