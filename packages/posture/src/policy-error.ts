/** The policy or check file is wrong: found before anything is judged. Says file, line and what to do. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** A filter could not be evaluated on the data it got. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
