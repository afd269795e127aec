import type { CaptureEvent } from '../capture-event.ts';

/** The record that events of today carry, from the four parameters of the first container events. */
export function containerJson(event: CaptureEvent): Uint8Array {
  const text = (index: number): string => event.text(index) ?? '';
  const container = { id: text(0), type: event.u32(1), name: text(2), image: text(3) };
  return new TextEncoder().encode(`${JSON.stringify({ container })}\0`);
}
