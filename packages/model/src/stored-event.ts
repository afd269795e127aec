import type { FieldValue } from './field.ts';
import type { Place } from './place.ts';
import type { Severity } from './severity.ts';

/** What the event store keeps: events themselves, detections on them, and transitions of findings. */
export type EventKind = 'event' | 'detection' | 'transition';

/**
 * One row of the event store. (`kind`, `id`) is its natural key: written twice it is kept once.
 * `fields` holds Falco fields by name; `body` the whole noun (record, detection, transition) as JSON.
 */
export interface StoredEvent {
  readonly kind: EventKind;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly source: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rule?: string;
  readonly place: Place;
  readonly user?: string;
  readonly team?: string;
  readonly tags: readonly string[];
  readonly isSample: boolean;
  readonly fields: Readonly<Record<string, FieldValue | null>>;
  readonly body: unknown;
}
