import type { Event, Field } from '@breakwater/model';
import { pathOfPointer, resolvePointer } from './pointer.ts';

function valueAt(event: Event, pointer = ''): string | undefined {
  const value = resolvePointer(event.record, pointer);
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const valueDescription =
  'The value at a JSON pointer (RFC 6901): texts as they stand, everything else as compact JSON';
const documentDescription = 'The whole record as indented JSON';
const timeDescription = 'The time of the event in nanoseconds since the epoch, as text';

/** Fields of every source whose records are JSON. */
export const jsonFields: readonly Field<Event>[] = ['json', 'jevt'].flatMap((prefix): Field<Event>[] => [
  {
    name: `${prefix}.value`,
    type: 'string',
    argument: 'key',
    description: valueDescription,
    path: pathOfPointer,
    extract: valueAt,
  },
  {
    name: `${prefix}.obj`,
    type: 'string',
    description: documentDescription,
    extract: (event) => JSON.stringify(event.record, null, 2),
  },
  {
    name: `${prefix}.rawtime`,
    type: 'string',
    description: timeDescription,
    extract: (event) => event.time.toString(),
  },
]);
