import type { Severity } from './severity.ts';

/** A control of a framework and the checks that give evidence for it. */
export interface Control {
  readonly id: string;
  readonly title: string;
  /** The requirement or section it belongs to. */
  readonly requirement: string;
  readonly checks: readonly string[];
  readonly severity?: Severity;
  readonly profileLevel?: number;
}

export interface Framework {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** False where the standard is met by processes: evidence coverage is shown, never a score. */
  readonly isScored: boolean;
  readonly controls: readonly Control[];
}

/** `not-assessed`: no check of the control has judged a resource; never counted as passed. */
export type ControlStatus = 'passed' | 'failed' | 'not-assessed' | 'error';
