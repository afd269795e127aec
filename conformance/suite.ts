/** What became of one case. `expected` and `actual` are printed when it failed. */
export interface Outcome {
  readonly passed: boolean;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** One case stated as data. `run` exercises the real packages and must not know this case's answer beforehand. */
export interface Case {
  readonly id: string;
  readonly run: () => Promise<Outcome> | Outcome;
}

/**
 * A suite adapts case files to the real packages. It holds no expected value, no case name and no special
 * case.
 */
export interface Suite {
  readonly name: string;
  /** Path below the cases folder that is run when none is given. */
  readonly defaultPath: string;
  /**
   * The cases of one file or folder. `casesFolder` holds what cases refer to (rule files, advisories),
   * wherever `path` lies.
   */
  readonly cases: (path: string, casesFolder: string) => Promise<readonly Case[]>;
}
