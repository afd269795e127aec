import type { Event, EventSummary, Field, FieldType } from '@breakwater/model';
import type { RecentEvents } from './recent-events.ts';

/**
 * A record that did not become an event: its position in the input (from 0) and why. Text that is no record, and an input
 * that ends before it is closed, stand here too: behind the last record.
 */
export interface Rejected {
  readonly index: number;
  readonly error: string;
  /** The input ends here, before it is whole. */
  readonly isCut?: boolean;
}

/** What became of one input: every record is either an event or rejected. */
export interface ParseResult<R = unknown> {
  readonly events: readonly Event<R>[];
  readonly rejected: readonly Rejected[];
}

export interface ParseOptions {
  /** `evt.num` of the first event; default 1. */
  readonly firstNumber?: number;
  readonly limits?: Partial<ParseLimits>;
  /** What earlier inputs of the source held, for fields that count; default: nothing. Each source needs its own. */
  readonly recent?: RecentEvents;
}

/** Bounds of one input; a record beyond one is rejected and says so. */
export interface ParseLimits {
  /** Bytes of text of one record. */
  readonly recordBytes: number;
  /** Nesting of objects and arrays in one record. */
  readonly depth: number;
}

/** A kind of input: how its text is cut into events, and the fields that rules read. */
export interface Source<R = unknown> {
  /** Falco's name of the event source: `aws_cloudtrail`. */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field<Event<R>>[];
  /** Codes by name, for a source whose events have types of their own. */
  readonly eventTypes?: ReadonlyMap<string, readonly number[]>;
  /** Names that `evt.arg.NAME` knows. */
  readonly parameterNames?: ReadonlySet<string>;
  /** Types of the values that `evt.rawarg.NAME` yields; text where it is not known. */
  readonly parameterTypes?: ReadonlyMap<string, FieldType>;
  /** The field that tells events apart first: rules are indexed by its value. */
  readonly indexedBy?: string;
  /** The key of a record whose text `indexedBy` reads unchanged, when there is one. */
  readonly indexedKey?: string;
  /** Reads a whole file or request body: one record, a list of them, or one a line. Never throws. */
  readonly parse: (input: string | Uint8Array, options?: ParseOptions) => ParseResult<R>;
  readonly summarize: (event: Event<R>) => EventSummary;
}
