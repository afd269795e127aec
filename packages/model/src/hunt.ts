import type { Severity } from './severity.ts';

/** How often one value occurs. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** What rules would have found in stored events. Times are milliseconds since the epoch. */
export interface HuntResult {
  /** Events of the rules' sources in the range and scope that were looked at. */
  readonly scanned: number;
  /** Detections that would have been made. */
  readonly matched: number;
  /** False when a limit or an unreadable part cut it short; `gaps` says which. */
  readonly isComplete: boolean;
  readonly gaps: readonly string[];
  readonly byRule: readonly ValueCount[];
  readonly stepMs: number;
  /** Only bars that are not empty. */
  readonly bars: readonly { readonly time: number; readonly counts: Readonly<Record<Severity, number>> }[];
  /** Service, cluster or account: the narrowest place the events name. */
  readonly topWorkloads: readonly ValueCount[];
  readonly topIdentities: readonly ValueCount[];
  /** The newest, at most 100. */
  readonly samples: readonly HuntSample[];
}

/** One event on which a rule would have fired. */
export interface HuntSample {
  readonly eventId: string;
  readonly time: number;
  readonly rule: string;
  readonly output: string;
}
