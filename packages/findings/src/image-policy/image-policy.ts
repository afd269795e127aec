import type { Severity } from '@breakwater/model';

/** What images of a workflow must meet. Read from YAML, evaluated on a stored report alone. */
export interface ImagePolicy {
  readonly name: string;
  readonly description?: string;
  /** Images it applies to; every image when both lists are empty. `*` stands for any characters. */
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  /** Each must hold. */
  readonly gates: readonly Gate[];
  readonly exceptions: readonly PolicyException[];
}

export type Gate = VulnerabilityGate | CheckGate | PackageGate;

/** Fails for each vulnerability that meets all conditions given. */
export interface VulnerabilityGate {
  readonly name: string;
  readonly type: 'vulnerabilities';
  readonly severityAtLeast?: Severity;
  readonly epssAtLeast?: number;
  readonly knownExploited?: true;
  /** Only vulnerabilities that an upgrade closes. */
  readonly fixableOnly?: true;
  /** Days after publication in which it does not fail yet; one without a date has no such days. */
  readonly graceDays?: number;
}

/** Fails for each failing configuration check that meets all conditions given. */
export interface CheckGate {
  readonly name: string;
  readonly type: 'checks';
  readonly severityAtLeast?: Severity;
  readonly checks?: readonly string[];
}

/** Fails for each package on the list: `name`, `type:name`, either with `@version`; `*` stands for any text. */
export interface PackageGate {
  readonly name: string;
  readonly type: 'packages';
  readonly deny: readonly string[];
}

/** Lets a vulnerability, a check or a package pass until a date. */
export interface PolicyException {
  /** Id or alias of a vulnerability. */
  readonly vulnerability?: string;
  readonly check?: string;
  /** Alone: the package may be there. With a vulnerability: only in this package. */
  readonly package?: string;
  readonly reason: string;
  /** ISO date, the last day (UTC) on which it holds. */
  readonly expires: string;
}
