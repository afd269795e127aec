import type { Event, FieldValue } from '@breakwater/model';

/** The event under evaluation, by number: what was worked out for it is not worked out twice. */
export interface Pass {
  number: number;
}

/** Reads a value from an event; undefined when it has none. */
export type Extract = (event: Event) => FieldValue | undefined;

/** A condition ready to run. A missing value makes every check false; `not` is plain negation. */
export type Predicate = (event: Event) => boolean;

/** Extracts at most once a pass. One that throws is tried again by whoever asks next. */
export function extractOnce(extract: Extract, pass: Pass): Extract {
  let known = -1;
  let value: FieldValue | undefined;
  return (event) => {
    if (known === pass.number) return value;
    value = extract(event);
    known = pass.number;
    return value;
  };
}

/** Decides at most once a pass. */
export function decideOnce(predicate: Predicate, pass: Pass): Predicate {
  let known = -1;
  let verdict = false;
  return (event) => {
    if (known === pass.number) return verdict;
    verdict = predicate(event);
    known = pass.number;
    return verdict;
  };
}
