import type { Event, FieldValue } from '@breakwater/model';

/** Reads a value from an event; undefined when it has none. */
export type Extract = (event: Event) => FieldValue | undefined;

/** A condition ready to run. A missing value makes every check false; `not` is plain negation. */
export type Predicate = (event: Event) => boolean;
