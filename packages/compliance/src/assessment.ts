import type { CheckStatus, Control, ControlStatus, Framework, Severity } from '@breakwater/model';

/** A resource under a control, with the worst verdict that a check of the control gave it. */
export interface ResourceVerdict {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly status: CheckStatus;
  /** The checks that gave this verdict. */
  readonly checks: readonly string[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
  readonly notAssessed: number;
}

export interface ControlAssessment {
  readonly control: Control;
  readonly status: ControlStatus;
  readonly severity?: Severity;
  readonly resources: readonly ResourceVerdict[];
  /** Share of judged resources that pass, 0 to 1; absent when none was judged or the framework has no score. */
  readonly score?: number;
  /** Checks of the control that are not implemented or did not run: without them it cannot pass. */
  readonly missingChecks: readonly string[];
}

export interface RequirementAssessment {
  readonly requirement: string;
  readonly controls: readonly ControlAssessment[];
  readonly counts: Counts;
  readonly score?: number;
}

export interface FrameworkAssessment {
  readonly framework: Framework;
  readonly requirements: readonly RequirementAssessment[];
  readonly counts: Counts;
  /** Passed controls of those that were judged, 0 to 1; absent when none was, or the framework has no score. */
  readonly score?: number;
  /** Controls that were judged, of all: how much the score speaks of. For unscored frameworks, how many have evidence. */
  readonly coverage: number;
}
