import type { CaptureEvent, System } from '@breakwater/capture';
import type { Event, FieldValue } from '@breakwater/model';
import { syscallTypeOf } from './event-name.ts';

/** What the fields of an event of a capture read: the event, and the system as it is at that event. */
export interface CaptureRecord {
  readonly event: CaptureEvent;
  readonly system: System;
}

/** How one field is read; the argument is the part in brackets, or after `evt.arg.`. */
export type Extract = (record: CaptureRecord, argument?: string) => FieldValue | undefined;

/** Values by the name of the field. */
export type Extracts = Readonly<Record<string, Extract>>;

/** The event at hand as rules see it: one object for a whole capture, so nothing of it may be kept. */
export class CapturedEvent implements Event<CaptureRecord> {
  readonly source = 'syscall';
  readonly record: CaptureRecord;

  constructor(record: CaptureRecord) {
    this.record = record;
  }

  get type(): string {
    return syscallTypeOf(this.record.event);
  }

  get time(): bigint {
    return this.record.event.time;
  }

  get number(): number {
    return this.record.event.number;
  }

  get id(): string {
    return String(this.record.event.number);
  }
}
