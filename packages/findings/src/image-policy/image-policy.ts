import type { FileFindingKind, FixState, ImageOrigin, Severity } from '@breakwater/model';

/** What images of a workflow must meet. Read from YAML, evaluated on a stored report alone. */
export interface ImagePolicy {
  readonly name: string;
  readonly description?: string;
  /** Controls of standards that the whole policy serves, as `FRAMEWORK:CONTROL`. */
  readonly controls?: readonly string[];
  /** Images it applies to; every image when nothing is named. */
  readonly applies: ImageSelectors;
  /** Images it does not apply to all the same. */
  readonly excludes?: ImageSelectors;
  /** Any vulnerability, failing check or finding in files at least as severe fails. */
  readonly failOn?: Severity;
  /** Days after publication in which no vulnerability fails; a gate's own `graceDays` goes before. */
  readonly graceDays?: number;
  /** Each must hold. */
  readonly gates: readonly Gate[];
  readonly exceptions: readonly PolicyException[];
}

/** Images by what they are and where they run: each list given must have an entry that fits. `*` stands for any characters. */
export interface ImageSelectors {
  readonly registries?: readonly string[];
  readonly repositories?: readonly string[];
  readonly tags?: readonly string[];
  readonly digests?: readonly string[];
  /** Labels of the image: `key`, or `key=value`. */
  readonly labels?: readonly string[];
  readonly baseImages?: readonly string[];
  readonly origins?: readonly ImageOrigin[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly clusters?: readonly string[];
  readonly services?: readonly string[];
  readonly stages?: readonly string[];
  readonly applications?: readonly string[];
}

interface GateBase {
  readonly name: string;
  readonly description?: string;
  /** `warn`: what it finds is told and fails nothing. Absent: fail. */
  readonly action?: 'warn';
  readonly controls?: readonly string[];
}

/** A gate that holds as long as no more than so many things are found. */
interface CountingGate extends GateBase {
  /** How many may be there; absent: none. */
  readonly moreThan?: number;
}

export type Gate =
  | VulnerabilityGate
  | CheckGate
  | FileGate
  | PackageGate
  | LicenseGate
  | ThirdPartyGate
  | ImageGate
  | BaseImageGate
  | LabelGate
  | AgeGate
  | SizeGate
  | DistributionGate
  | AdvisoryGate
  | CompletenessGate;

export type GateType = Gate['type'];

export type LayerSide = 'base' | 'own';

/** Finds each vulnerability that meets all conditions given. */
export interface VulnerabilityGate extends CountingGate {
  readonly type: 'vulnerabilities';
  readonly severityAtLeast?: Severity;
  readonly severities?: readonly Severity[];
  /** Ids or aliases; `*` stands for any characters. */
  readonly ids?: readonly string[];
  readonly cvssAtLeast?: number;
  readonly epssAtLeast?: number;
  readonly epssPercentileAtLeast?: number;
  readonly knownExploited?: true;
  /** Known exploited, and the catalogue's date is at most so many days away; without a date it counts. */
  readonly exploitedDueWithinDays?: number;
  /** Only vulnerabilities that an upgrade closes. */
  readonly fixableOnly?: true;
  readonly fixStates?: readonly FixState[];
  /** Only where a fix has been there for longer; a fix without a date counts. */
  readonly fixOlderThanDays?: number;
  /** Days after publication in which it does not count yet; one without a date has no such days. */
  readonly graceDays?: number;
  readonly packages?: readonly string[];
  readonly exceptPackages?: readonly string[];
  readonly packageTypes?: readonly string[];
  readonly paths?: readonly string[];
  readonly layer?: LayerSide;
  /** Only packages that were seen in use at run time; where nothing is known of that, all. */
  readonly inUse?: true;
}

/** Finds each failing configuration check that meets all conditions given. */
export interface CheckGate extends CountingGate {
  readonly type: 'checks';
  readonly severityAtLeast?: Severity;
  readonly severities?: readonly Severity[];
  readonly checks?: readonly string[];
}

/** Finds each secret, setuid file and the like that meets all conditions given. */
export interface FileGate extends CountingGate {
  readonly type: 'files';
  readonly kinds?: readonly FileFindingKind[];
  readonly checks?: readonly string[];
  readonly severityAtLeast?: Severity;
  readonly severities?: readonly Severity[];
  readonly paths?: readonly string[];
  readonly exceptPaths?: readonly string[];
  /** True: only what a later layer deletes. False: only what is still there. */
  readonly deleted?: boolean;
  readonly layer?: LayerSide;
  /** An image whose files nobody examined, of which there is only an SBOM, is not judged. */
  readonly onlyIfExamined?: boolean;
}

/** Finds each package that `deny` names, and each that `allow` does not. */
export interface PackageGate extends CountingGate {
  readonly type: 'packages';
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
  readonly packageTypes?: readonly string[];
}

/** Finds each package whose licence is denied, or not allowed. */
export interface LicenseGate extends CountingGate {
  readonly type: 'licenses';
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
  readonly denyCategories?: readonly LicenseCategory[];
  readonly allowCategories?: readonly LicenseCategory[];
  readonly packageTypes?: readonly string[];
  readonly exceptPackages?: readonly string[];
}

/** What a licence asks for, from the least to the most. */
export const licenseCategories = [
  'public-domain',
  'permissive',
  'weak-copyleft',
  'unknown',
  'strong-copyleft',
  'network-copyleft',
  'proprietary',
] as const;

export type LicenseCategory = (typeof licenseCategories)[number];

/** Finds each package that does not come from the distribution's vendor, although its package manager installed it. */
export interface ThirdPartyGate extends CountingGate {
  readonly type: 'third-party';
  readonly allow?: readonly string[];
}

/** Finds an image that `deny` names, or that `allow` does not. */
export interface ImageGate extends GateBase {
  readonly type: 'images';
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
}

/** Finds an image whose base is denied, not allowed, too old or not known. */
export interface BaseImageGate extends GateBase {
  readonly type: 'base-image';
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
  readonly required?: true;
  readonly maxAgeDays?: number;
}

/** Finds missing and forbidden labels: `key`, or `key=value`. */
export interface LabelGate extends GateBase {
  readonly type: 'labels';
  readonly required?: readonly string[];
  readonly forbidden?: readonly string[];
}

/** Finds an image that was built too long ago, or that does not say when. */
export interface AgeGate extends GateBase {
  readonly type: 'age';
  readonly maxDays?: number;
}

/** Finds an image that is too big. Sizes in bytes. */
export interface SizeGate extends GateBase {
  readonly type: 'size';
  readonly maxCompressed?: number;
  readonly maxUncompressed?: number;
  readonly maxLayers?: number;
  readonly maxWaste?: number;
  readonly maxWastePercent?: number;
}

/** Finds a distribution that is denied, not allowed, or gets no fixes any more. Entries: `debian`, `debian:12`. */
export interface DistributionGate extends GateBase {
  readonly type: 'distribution';
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
  readonly endOfLife?: true;
}

/** Finds advisory data that are too old to judge by. */
export interface AdvisoryGate extends GateBase {
  readonly type: 'advisories';
  readonly maxAgeDays?: number;
}

/** Says what becomes of a scan that did not see everything. Without this gate such a result is incomplete: not passed, not failed. */
export interface CompletenessGate extends GateBase {
  readonly type: 'completeness';
  /** Omissions that are only told; by what was not examined. */
  readonly tolerate?: readonly string[];
}

/** Lets something pass until a date. All that is named must fit. */
export interface PolicyException {
  /** Id or alias of a vulnerability. */
  readonly vulnerability?: string;
  /** Id of a check, also of one for files. */
  readonly check?: string;
  /** Id of a check that finds secrets in files. */
  readonly secret?: string;
  readonly license?: string;
  /** Alone: the package may be there. With a vulnerability or a licence: only in this package. */
  readonly package?: string;
  /** Alone: what is found in files at this path. */
  readonly path?: string;
  /** Only in this gate. Alone: all that it finds. */
  readonly gate?: string;
  /** Only for these images. */
  readonly applies?: ImageSelectors;
  /** Who answers for it. */
  readonly owner?: string;
  readonly reason: string;
  /** ISO date, the last day (UTC) on which it holds. */
  readonly expires: string;
}
