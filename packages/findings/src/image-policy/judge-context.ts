import type { Distro, ImageOrigin, ImageReport, Package } from '@breakwater/model';
import type { LicenseCategory } from './image-policy.ts';

/** What a policy is evaluated on: a report, before any verdict. */
export type JudgedReport = Omit<ImageReport, 'verdicts'>;

/** How version `a` of a package of a purl type stands to `b`: below, at or above 0; undefined when they cannot be compared. */
export type CompareVersions = (type: string, a: string, b: string) => number | undefined;

/** What other parts know and judging needs; without it, what rests on it is not judged and the verdict says so. */
export interface PolicyKnowledge {
  readonly compareVersions: CompareVersions;
  /** Why a release gets no fixes any more at a time; undefined while it does, or when nobody knows. */
  readonly endOfLife: (distro: Distro | undefined, now: Date) => { readonly reason: string } | undefined;
  /** The SPDX expression of what a package states; undefined when it states nothing. */
  readonly licenseOf: (target: Pick<Package, 'type' | 'licenses'>) => string | undefined;
  readonly licenseCategory: (expression: string) => LicenseCategory;
}

/** One place where an image runs or shall run. A part that is not known is absent. */
export interface ImagePlace {
  readonly account?: string;
  readonly region?: string;
  readonly cluster?: string;
  readonly service?: string;
  /** `production`, `test` …, as tags of the cluster or the pipeline say. */
  readonly stage?: string;
  readonly application?: string;
}

/** What is known of an image beside its report. */
export interface JudgeContext {
  readonly knowledge?: PolicyKnowledge;
  readonly origins?: readonly ImageOrigin[];
  readonly places?: readonly ImagePlace[];
  /** purls of packages that were seen in use at run time; absent when nobody watched. */
  readonly inUse?: ReadonlySet<string>;
}

/** An image as gates see it. */
export interface JudgedImage {
  readonly report: JudgedReport;
  readonly context: JudgeContext;
  readonly now: Date;
  /** `graceDays` of the policy. */
  readonly graceDays?: number;
}

export const dayMs = 86_400_000;

/** Days from a time to `now`, negative when it lies ahead; undefined for no time or one that cannot be read. */
export function daysSince(time: string | undefined, now: Date): number | undefined {
  const days = time === undefined ? Number.NaN : (now.getTime() - Date.parse(time)) / dayMs;
  return Number.isNaN(days) ? undefined : days;
}
