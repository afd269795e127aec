import { defaultOf } from '../convert/default-value.ts';
import { type EventType, eventFlag, eventTypes, type ParameterType } from '../schema/schema.ts';

/** A value that can be written as a parameter; undefined is an empty one. */
export type ParameterValue = number | bigint | string | Uint8Array | readonly string[] | undefined;

const encoder = new TextEncoder();

/** Bytes of a parameter of that type: numbers little endian, texts with their NUL. */
export function parameterBytes(type: ParameterType, value: ParameterValue): Uint8Array {
  if (value === undefined) return new Uint8Array(0);
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') {
    return encoder.encode(type === 'bytebuf' ? value : `${value}\0`);
  }
  if (typeof value === 'object') return encoder.encode(value.map((text) => `${text}\0`).join(''));
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
  return bytes.subarray(0, defaultOf(type).length || 8);
}

/** Parameters of an event by their names; what is not named is empty. */
export function parametersOf(
  { parameters }: EventType,
  values: Readonly<Record<string, ParameterValue>>,
): Uint8Array[] {
  return parameters.map(({ name, type }) => parameterBytes(type, values[name]));
}

/** The latest type with that name; of an enter event when `isEnter`, which most types have no more. */
export function eventTypeOf(name: string, isEnter = false): EventType | undefined {
  return eventTypes.findLast(
    ({ name: own, code, flags }) =>
      own === name && (code % 2 === 0) === isEnter && (isEnter || (flags & eventFlag.oldVersion) === 0),
  );
}
