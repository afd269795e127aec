import type { Gap, ImageConfig, ImageLayer } from './image.ts';
import type { Distro, Package, PackageRelationship } from './package.ts';
import type { Severity } from './severity.ts';
import type { Match, SuppressedMatch } from './vulnerability.ts';

/** A defect of an image's configuration: product I4. */
export interface ConfigFinding {
  readonly checkId: string;
  readonly title: string;
  readonly severity: Severity;
  /** What was read, with secrets masked. */
  readonly evidence: string;
  readonly remediation: string;
  /** Controls of frameworks that it breaks: `cis-docker-1.6/4.1`. */
  readonly controls?: readonly string[];
}

/** What kind of thing a file of an image is found to be. */
export type FileFindingKind =
  | 'secret'
  | 'setuid'
  | 'setgid'
  | 'world-writable'
  | 'empty-password'
  | 'account'
  | 'malware';

/**
 * A file of a layer that should not be there, or not like this. Layers keep what later layers delete, so a deleted file is
 * found like any other and says so.
 */
export interface FileFinding {
  readonly kind: FileFindingKind;
  /** The rule that found it: `secret-aws-access-key-id`, `file-setuid` … */
  readonly checkId: string;
  readonly title: string;
  readonly severity: Severity;
  /** Path inside the image, without a leading slash. */
  readonly path: string;
  /** Line of a text file, from 1. */
  readonly line?: number;
  /** diff_id of the layer that brought it. */
  readonly layer?: string;
  /** Gone from the image as it runs, but pulled with it all the same. */
  readonly isDeleted: boolean;
  /** What was read, with secrets masked. */
  readonly evidence: string;
  readonly remediation: string;
  /** Controls of frameworks that it breaks: `cis-docker-1.6/4.1`. */
  readonly controls?: readonly string[];
}

/** What a layer stores that the image as it runs does not show: bytes of files that later layers delete or replace. */
export interface LayerWaste {
  /** diff_id of the layer. */
  readonly layer: string;
  readonly bytes: number;
  readonly files: number;
}

/** The image that an image was built on, known by the layers it begins with. */
export interface BaseImage {
  readonly name: string;
  readonly digest?: string;
  /** How many of the image's first layers are the base's. */
  readonly layers: number;
}

/** Something to do about what a gate found, and how much of it that ends. */
export interface VerdictFix {
  readonly kind: 'upgrade' | 'base-image' | 'other';
  /** In words: `upgrade libssl3 to 3.0.15`. */
  readonly text: string;
  /** How many of the gate's findings it closes. */
  readonly closes: number;
  /** Of an upgrade. */
  readonly package?: string;
  readonly version?: string;
}

/** One gate of a policy that did not hold, in words a developer can act on. */
export interface VerdictReason {
  readonly gate: string;
  readonly message: string;
  /** `warn` fails nothing; `incomplete`: it could not be judged. Absent in older results: `fail`, or `incomplete` for the gate `complete`. */
  readonly level?: 'fail' | 'warn' | 'incomplete';
  /** How many things it found. */
  readonly count?: number;
  /** The first of them, in words. */
  readonly items?: readonly string[];
  /** The cheapest way to end it, most effective first. */
  readonly fixes?: readonly VerdictFix[];
  /** Controls of standards that the gate serves, as `FRAMEWORK:CONTROL`. */
  readonly controls?: readonly string[];
}

/** An exception of a policy, or an accepted risk, that changed a verdict. */
export interface VerdictException {
  /** What it is for: `CVE-2026-1 in curl`. */
  readonly subject: string;
  readonly reason: string;
  readonly owner?: string;
  /** ISO date, the last day on which it holds. */
  readonly expires: string;
  /** How many findings it let pass. */
  readonly covers: number;
}

export interface PolicyVerdict {
  readonly policy: string;
  readonly status: 'passed' | 'failed' | 'incomplete';
  /** A verdict that passed may still hold warnings. */
  readonly reasons: readonly VerdictReason[];
  /** Names what was judged by: the same version, data and time give the same verdict on the same report. */
  readonly policyVersion?: string;
  readonly advisories?: { readonly hash: string; readonly newest?: string };
  /** ISO 8601: the moment that ages, grace periods and expiry were counted to. */
  readonly judgedAt?: string;
  readonly exceptions?: readonly VerdictException[];
}

/** What is known of an image without its content: all that leaves the place of the scan. */
export interface Sbom {
  readonly distro?: Distro;
  /** Software that is there, and is judged. */
  readonly packages: readonly Package[];
  /** What only lock files name. */
  readonly declared?: readonly Package[];
  /** Packages of a language that the distribution's own packages brought, with `owner`: its vendor's data covers them. */
  readonly owned?: readonly Package[];
  readonly relationships?: readonly PackageRelationship[];
}

/** What an ignore rule of the user set aside: it counts in no verdict, and is shown with its reason. */
export type IgnoredFinding = {
  /** What the rule is for: `CVE-2026-1 in curl`. */
  readonly rule: string;
  readonly reason: string;
  readonly owner?: string;
  /** ISO date, the last day on which the rule holds. */
  readonly expires: string;
} & (
  | { readonly kind: 'vulnerability'; readonly finding: Match }
  | { readonly kind: 'configuration'; readonly finding: ConfigFinding }
  | { readonly kind: 'file'; readonly finding: FileFinding }
);

/** An ignore rule that no longer holds, and how many findings it would have set aside. */
export interface ExpiredRule {
  readonly rule: string;
  readonly reason: string;
  readonly expires: string;
  readonly covers: number;
}

/** The whole result of a scan: one per digest. */
export interface ImageReport {
  /** Digest of the manifest, `sha256:…`. */
  readonly digest: string;
  /** What was asked for: a path or a reference. */
  readonly reference: string;
  readonly registry?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly scannedAt: string;
  readonly config: ImageConfig;
  readonly layers: readonly ImageLayer[];
  readonly sbom: Sbom;
  readonly matches: readonly Match[];
  /** Matches that VEX documents took back; they count in no verdict. */
  readonly suppressed?: readonly SuppressedMatch[];
  /** Present when ignore rules were given. */
  readonly ignored?: readonly IgnoredFinding[];
  readonly expiredRules?: readonly ExpiredRule[];
  readonly configFindings: readonly ConfigFinding[];
  readonly fileFindings?: readonly FileFinding[];
  readonly waste?: readonly LayerWaste[];
  readonly baseImage?: BaseImage;
  readonly verdicts: readonly PolicyVerdict[];
  /** Age and identity of the advisory data that was used. */
  readonly advisories: { readonly hash: string; readonly records: number; readonly newest?: string };
  /** Empty when everything was examined. */
  readonly gaps: readonly Gap[];
}
