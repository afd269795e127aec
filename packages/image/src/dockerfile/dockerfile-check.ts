import type { Severity } from '@breakwater/model';
import type { Dockerfile } from './dockerfile.ts';

/** Where a check fails, and what stands there; secrets masked. */
export interface FaultyPlace {
  readonly line: number;
  readonly endLine?: number;
  readonly evidence: string;
  /** Instead of the check's. */
  readonly severity?: Severity;
}

/** One rule about a Dockerfile. */
export interface DockerfileCheck {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly remediation: string;
  readonly controls?: readonly string[];
  readonly find: (file: Dockerfile) => readonly FaultyPlace[];
}
