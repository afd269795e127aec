import { type CaptureEvent, syscallNames } from '@breakwater/capture';

/** `evt.type`: the name of the event, or that of the system call of an event that has none of its own. */
export function syscallTypeOf(event: CaptureEvent): string {
  if (event.code > 1) return event.type.name;
  return syscallNames[event.u16(0)] ?? 'unknown';
}
