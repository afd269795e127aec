import type { Filter, RuntimePolicy } from '@breakwater/model';
import type { RuleFile } from '@breakwater/rules';
import type { EventPart } from '@breakwater/store';

/** What every thread of a hunt is told at its start. Plain data. */
export interface HuntPlan {
  readonly files: readonly RuleFile[];
  /** Names of the rules to run. */
  readonly rules: readonly string[];
  /** Their event sources. */
  readonly sources: readonly string[];
  /** The reader's scope joined with the policy's. */
  readonly scope: Filter;
  readonly filter: Filter;
  /** Its exceptions keep rules silent. */
  readonly policy?: RuntimePolicy;
  /** Milliseconds since the epoch, by which exceptions have ended. */
  readonly now: number;
  readonly from: number;
  readonly to: number;
  /** Width of a bar of the histogram in milliseconds. */
  readonly stepMs: number;
}

/** To a thread: search a part, or tell what was found so far. */
export type HuntRequest = { readonly kind: 'part'; readonly part: EventPart } | { readonly kind: 'tally' };

/** From a thread, one for each request. `failure`: the part could not be read to its end. */
export type HuntAnswer =
  | { readonly kind: 'part'; readonly scanned: number; readonly failure?: string }
  | { readonly kind: 'tally'; readonly tally: HuntTally };

/** What one thread found. */
export interface HuntTally {
  readonly matched: number;
  readonly byRule: ReadonlyMap<string, number>;
  /** Counts by severity (in the order of severity, critical first) by start of the bar. */
  readonly bars: ReadonlyMap<number, readonly number[]>;
  readonly workloads: ReadonlyMap<string, number>;
  readonly identities: ReadonlyMap<string, number>;
  readonly samples: readonly HuntHit[];
  /** A limit that was hit, or a rule that failed, in plain words. */
  readonly gaps: readonly string[];
}

export interface HuntHit {
  readonly eventId: string;
  readonly time: number;
  readonly rule: string;
  readonly output: string;
}
