import { InvalidQuery } from '../errors.ts';

/** A filter that cannot be compiled: says which field or part and why. The person who wrote it can mend it. */
export class FilterError extends InvalidQuery {
  readonly field: string | undefined;

  constructor(message: string, field?: string) {
    super(message);
    this.field = field;
  }
}
