import type { Event, Field } from '@breakwater/model';
import { CapturedEvent, capturedSyscalls, type Source, sources } from '@breakwater/sources';

const captured = new Map(capturedSyscalls.fields.map((field) => [field.name, field]));

/** Every source; the fields of system calls read records and events of captures alike. */
export const eventSources: readonly Source[] = sources.map((source) =>
  source.name === capturedSyscalls.name ? { ...source, fields: source.fields.map(eitherWay) } : source,
);

function eitherWay(field: Field<Event>): Field<Event> {
  const inCapture = captured.get(field.name);
  if (inCapture === undefined) return field;
  return {
    ...field,
    extract: (event, argument) =>
      (event instanceof CapturedEvent ? inCapture : field).extract(event, argument),
  };
}
