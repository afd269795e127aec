import { defaultOf } from './convert/default-value.ts';
import {
  type EventType,
  eventFlag,
  eventTypes,
  type Parameter,
  type ParameterType,
} from './schema/schema.ts';

const headerBytes = 26;
const oldHeaderBytes = 22;
const family = { unix: 1, ipv4: 2, ipv6: 10 } as const;
/** In network order on every machine. */
const networkOrder: ReadonlySet<ParameterType> = new Set(['ipv4addr']);

/**
 * Turns an event of a big-endian machine, in place, into one of a little-endian machine. What does not fit is left for
 * whoever decodes the event to complain of. `hasCount`: as for `decodeEvent`.
 */
export function swapEvent(bytes: Uint8Array, offset: number, end: number, hasCount: boolean): void {
  const header = hasCount ? headerBytes : oldHeaderBytes;
  if (offset + header > end) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  reverse(bytes, offset, 8);
  reverse(bytes, offset + 8, 8);
  reverse(bytes, offset + 16, 4);
  reverse(bytes, offset + 20, 2);
  if (hasCount) reverse(bytes, offset + 22, 4);
  const type = eventTypes[view.getUint16(offset + 20, true)];
  const limit = Math.min(end, offset + view.getUint32(offset + 16, true));
  if (type === undefined) return;
  const start = offset + header;
  const count = hasCount ? view.getUint32(offset + 22, true) : countOf(view, type, start, limit);
  if (count > type.parameters.length) return;
  const width = hasCount && (type.flags & eventFlag.largePayload) !== 0 ? 4 : 2;
  let at = start + count * width;
  for (let index = 0; index < count; index += 1) {
    const lengthAt = start + index * width;
    if (lengthAt + width > limit) return;
    reverse(bytes, lengthAt, width);
    const length = width === 4 ? view.getUint32(lengthAt, true) : view.getUint16(lengthAt, true);
    if (at + length > limit) return;
    const parameter = type.parameters[index];
    if (parameter !== undefined) swapParameter(bytes, view, at, length, parameter);
    at += length;
  }
}

/** Without a count: the greatest number of parameters whose lengths and bytes fill the event. */
function countOf(view: DataView, { name, parameters }: EventType, start: number, limit: number): number {
  const end = /NOTIFICATION|infra/i.test(name) ? limit - 3 : limit;
  for (let count = parameters.length; count > 0; count -= 1) {
    let at = start + count * 2;
    for (let index = 0; index < count && at <= end; index += 1) at += view.getUint16(start + index * 2);
    if (at === end) return count;
  }
  return 0;
}

function swapParameter(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  length: number,
  { type, dynamic }: Pick<Parameter, 'type' | 'dynamic'>,
): void {
  if (length === 0) return;
  switch (type) {
    case 'sockaddr':
      if (bytes[at] === family.ipv4 && length >= 7) reverse(bytes, at + 5, 2);
      if (bytes[at] === family.ipv6 && length >= 19) reverse(bytes, at + 17, 2);
      return;
    case 'socktuple':
      swapTuple(bytes, at, length);
      return;
    case 'fdlist':
      swapDescriptors(bytes, view, at, length);
      return;
    case 'dyn': {
      const chosen = dynamic?.[bytes[at] as number];
      if (chosen !== undefined) swapParameter(bytes, view, at + 1, length - 1, { type: chosen.type });
      return;
    }
    default: {
      const size = networkOrder.has(type) ? 0 : defaultOf(type).length;
      // Numbers of descriptors and processes have four bytes or eight.
      if (size > 1 && (length === 2 || length === 4 || length === 8)) reverse(bytes, at, length);
    }
  }
}

function swapTuple(bytes: Uint8Array, at: number, length: number): void {
  const kind = bytes[at];
  const [fields, width] =
    kind === family.ipv4 ? [[5, 11], 2] : kind === family.ipv6 ? [[17, 35], 2] : [[1, 9], 8];
  if (kind !== family.unix && kind !== family.ipv4 && kind !== family.ipv6) return;
  for (const field of fields) if (field + width <= length) reverse(bytes, at + field, width);
}

function swapDescriptors(bytes: Uint8Array, view: DataView, at: number, length: number): void {
  if (length < 2) return;
  reverse(bytes, at, 2);
  const count = view.getUint16(at, true);
  for (let entry = at + 2; entry < at + 2 + count * 10 && entry + 10 <= at + length; entry += 10) {
    reverse(bytes, entry, 8);
    reverse(bytes, entry + 8, 2);
  }
}

function reverse(bytes: Uint8Array, at: number, length: number): void {
  bytes.subarray(at, at + length).reverse();
}
