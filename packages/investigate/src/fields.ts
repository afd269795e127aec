import type { FieldValue } from '@breakwater/model';
import { type CapturedEvent, capturedSyscalls } from '@breakwater/sources/capture';

const fields = new Map(capturedSyscalls.fields.map((field) => [field.name, field]));

/** The value of a field of rules at an event; undefined: it has none. @throws Error for a name that is no field */
export function fieldValue(event: CapturedEvent, name: string, argument?: string): FieldValue | undefined {
  const field = fields.get(name);
  if (field === undefined) throw new Error(`"${name}" is not a field of system calls`);
  return field.extract(event, argument);
}

/** The same as a text; empty when there is none. */
export function fieldText(event: CapturedEvent, name: string, argument?: string): string {
  const value = fieldValue(event, name, argument);
  return value === undefined ? '' : String(value);
}
