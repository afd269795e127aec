import { type CapturedEvent, capturedSyscalls } from '@breakwater/sources/capture';

const fields = new Map(capturedSyscalls.fields.map((field) => [field.name, field]));

/**
 * The value of a field of rules at an event as text; empty when there is none.
 * @throws Error for a name that is no field
 */
export function fieldText(event: CapturedEvent, name: string, argument?: string): string {
  const field = fields.get(name);
  if (field === undefined) throw new Error(`"${name}" is not a field of system calls`);
  return String(field.extract(event, argument) ?? '');
}
