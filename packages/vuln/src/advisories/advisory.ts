import type { Severity } from '@breakwater/model';

/** What an advisory says of a vulnerability, apart from the packages it affects. */
export interface Advisory {
  readonly id: string;
  /** Other names of the same vulnerability. */
  readonly aliases: readonly string[];
  /** Vulnerabilities that a distribution's record is about; an erratum names several. */
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly summary: string;
  /** The publisher's own rating. */
  readonly severity?: Severity;
  readonly cvss?: Cvss;
  /** ISO 8601, UTC. */
  readonly published?: string;
}

export interface Cvss {
  readonly score: number;
  /** Absent when the publisher gives a number only. */
  readonly vector?: string;
}

/** One stretch of affected versions. `introduced` `0` is the start of all versions; at most one end is given. */
export interface Interval {
  readonly introduced: string;
  /** The first version that is not affected, by a fix. */
  readonly fixed?: string;
  /** ISO date on which that fix could be had, where the data tell. */
  readonly fixedAt?: string;
  /** The last version known to be affected. */
  readonly lastAffected?: string;
  /** Where the statement ends; says nothing of versions from there on. */
  readonly limit?: string;
}

/** One side of a requirement. */
export interface Bound {
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly version: string;
  /** The version is a fix that the publisher names. */
  readonly isFix: boolean;
}

/** The versions of one package that an advisory affects: those in any interval or in the list. */
export interface Affected {
  readonly intervals: readonly Interval[];
  readonly versions: readonly string[];
  /** Versions that meet all bounds of one of these are not affected, whatever the intervals say. */
  readonly except?: readonly (readonly Bound[])[];
  /** Part of the statement could not be read: a package that nothing else matches is not known to be safe. */
  readonly isPartial?: boolean;
}

/** What is known of a CVE beside the advisories. */
export interface CveFacts {
  readonly isKnownExploited: boolean;
  /** ISO date by which CISA's catalogue wants it mended. */
  readonly exploitedDue?: string;
  readonly epss?: number;
  readonly epssPercentile?: number;
  readonly cvss?: Cvss;
}

/** A place in advisory data that was skipped, and why. */
export interface AdvisoryProblem {
  readonly file: string;
  /** Counted from 1; absent when the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

/** What a compiled database was made of. */
export interface AdvisoryInfo {
  /** Identifies the inputs and the form of the database. */
  readonly hash: string;
  /** Advisories that can match (withdrawn and informational ones are not counted). */
  readonly records: number;
  readonly withdrawn: number;
  /** Notices that are no vulnerability: unmaintained, bug fix errata. */
  readonly informational: number;
  /** ISO 8601: the latest modification of a record. */
  readonly newest?: string;
  readonly knownExploited: number;
  readonly epssScores: number;
  /** Records by ecosystem. */
  readonly ecosystems: Readonly<Record<string, number>>;
  readonly files: readonly string[];
  /** The first problems; `problemCount` counts all. */
  readonly problems: readonly AdvisoryProblem[];
  readonly problemCount: number;
  /** Files whose end could not be read: what they should hold is missing, and no match means nothing. */
  readonly damagedFiles: readonly AdvisoryProblem[];
}
