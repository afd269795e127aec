import type { StoredEvent } from '@breakwater/model';
import type { EventQuery } from './event-store.ts';

/** A part of the stored events that one thread reads by itself. Plain data: it may pass between threads. */
export interface EventPart {
  readonly engine: 'sqlite';
  readonly file: string;
  /** Numbers of the first and last event of the file that the part may hold. */
  readonly first: number;
  readonly last: number;
}

/** What to read of a part: events themselves (neither detections nor transitions) of one source. */
export interface ScanQuery extends EventQuery {
  readonly source: string;
}

/** An event of a scan. Most are only looked at, so its record stays text and the rest is read when asked for. */
export interface ScannedEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The record as JSON text, without white space. */
  readonly body: string;
  /** The whole row; only while the scan stands at this event. */
  readonly row: () => StoredEvent;
}
