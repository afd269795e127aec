import { type CaptureEvent, eventFlag } from '@breakwater/capture';

/** Index of a parameter by name, by type. */
const places = new Map<number, ReadonlyMap<string, number>>();

/** Where a type of event has the parameter of that name; -1: it has none. */
export function placeOf({ type }: CaptureEvent, name: string): number {
  let known = places.get(type.code);
  if (known === undefined) {
    // Of parameters that have the same name the first counts.
    known = new Map(
      type.parameters.map((parameter, index): [string, number] => [parameter.name, index]).reverse(),
    );
    places.set(type.code, known);
  }
  return known.get(name) ?? -1;
}

/** Result of the call: the parameter `res`, or the descriptor that was made. */
export function resultOf(event: CaptureEvent): number | undefined {
  const result = placeOf(event, 'res');
  const at = result >= 0 || (event.type.flags & eventFlag.createsFd) === 0 ? result : placeOf(event, 'fd');
  return at >= 0 && event.length(at) > 0 ? event.fd(at) : undefined;
}
