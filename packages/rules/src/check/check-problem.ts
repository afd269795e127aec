/** A condition that parses but does not hold together; `at` is an offset in its text. */
export class CheckProblem extends Error {
  override readonly name = 'CheckProblem';
  readonly at: number;
  /** A field or event type that is not known: what `skip-if-unknown-filter` forgives. */
  readonly isUnknownName: boolean;
  /** The macro whose text `at` counts in; absent: the condition itself. */
  readonly macro?: string;

  constructor(message: string, at: number, isUnknownName = false, macro?: string) {
    super(message);
    this.at = at;
    this.isUnknownName = isUnknownName;
    if (macro !== undefined) this.macro = macro;
  }
}
