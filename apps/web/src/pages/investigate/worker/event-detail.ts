import { type CapturedEvent, capturedSyscalls, filledFields } from '@breakwater/sources/capture';

export type DetailField = readonly [name: string, value: string];

const longest = 4096;

/** Fields without an argument that captures fill and that may stand in an output. */
const fields = capturedSyscalls.fields.filter(
  ({ name, argument, isFilterOnly }) =>
    isFilterOnly !== true &&
    (argument === undefined || argument === 'none' || argument.startsWith('optional')) &&
    (filledFields.has(name) || name === 'evt.num' || name === 'evt.time.iso8601') &&
    name !== 'evt.buffer',
);

/** Every field of rules that has a value at an event. */
export function detailOf(event: CapturedEvent): readonly DetailField[] {
  return fields.flatMap((field): DetailField[] => {
    const value = field.extract(event);
    if (value === undefined || value === '') return [];
    const text = Array.isArray(value) ? value.join(', ') : String(value);
    return [[field.name, text.slice(0, longest)]];
  });
}
