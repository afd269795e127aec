/** A Dockerfile as its builder reads it: instructions in order, grouped by stage. */
export interface Dockerfile {
  /** Before the first FROM: ARG only. */
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly comments: readonly Comment[];
  readonly problems: readonly DockerfileProblem[];
  /** False when a limit stopped the reading. */
  readonly isComplete: boolean;
}

export interface Stage {
  readonly from: Instruction;
  /** The image or earlier stage, with the defaults of ARG filled in. */
  readonly base: string;
  /** What `AS` calls it, in lower case. */
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

/** Lines are counted from 1. */
export interface Instruction {
  /** In capitals: `RUN`. */
  readonly keyword: string;
  readonly line: number;
  readonly endLine: number;
  /** `--from=build`, without the dashes; empty for one without a value. */
  readonly flags: ReadonlyMap<string, string>;
  /** What follows keyword and flags, continued lines joined by a blank, comments between them taken out. */
  readonly text: string;
  /** `["a", "b"]`, where the text is that. */
  readonly json?: readonly string[];
  readonly heredocs: readonly Heredoc[];
}

export interface Heredoc {
  readonly name: string;
  readonly content: string;
}

export interface Comment {
  readonly line: number;
  readonly text: string;
}

export interface DockerfileProblem {
  readonly line: number;
  readonly message: string;
}
