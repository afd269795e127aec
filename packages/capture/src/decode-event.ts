import type { CaptureEvent } from './capture-event.ts';
import { isOfToday } from './convert/converter.ts';
import { eventFlag, eventTypes } from './schema/schema.ts';

const headerBytes = 26;
const oldHeaderBytes = 22;
const maxParameters = 64;

/** What became of the bytes of an event; a text says what is wrong with them. */
export type Decoded = 'event' | 'unknown-type' | 'unwanted' | string;

/** Whether anybody is interested in events with that code. */
export type IsWanted = (code: number) => boolean;

/**
 * Reads the header and the places of the parameters of the event at `offset` into `event`. Nothing is copied.
 * `hasCount`: the header says how many parameters there are (event blocks since version 2). Parameters of events that
 * are not wanted are not looked at.
 */
export function decodeEvent(
  event: CaptureEvent,
  offset: number,
  end: number,
  hasCount: boolean,
  isWanted: IsWanted,
): Decoded {
  const { view } = event;
  const header = hasCount ? headerBytes : oldHeaderBytes;
  if (offset + header > end) return `an event of ${end - offset} bytes is shorter than its header`;
  const length = view.getUint32(offset + 16, true);
  if (length < header || offset + length > end) {
    return `the event says that it has ${length} bytes, the block has ${end - offset}`;
  }
  event.timeLow = view.getUint32(offset, true);
  event.timeHigh = view.getUint32(offset + 4, true);
  event.tid = view.getInt32(offset + 12, true) * 4_294_967_296 + view.getUint32(offset + 8, true);
  const code = view.getUint16(offset + 20, true);
  event.code = code;
  const type = eventTypes[code];
  if (type === undefined) return 'unknown-type';
  event.type = type;
  if (!hasCount) return decodeOld(event, offset, length);
  const count = view.getUint32(offset + 22, true);
  if (count > type.parameters.length) {
    return `the event "${type.name}" (${code}) has ${count} parameters, at most ${type.parameters.length} are known`;
  }
  event.count = count;
  if (!isWanted(code) && isOfToday(event)) return 'unwanted';
  const isWide = (type.flags & eventFlag.largePayload) !== 0;
  let at = offset + header + count * (isWide ? 4 : 2);
  const limit = offset + length;
  if (at > limit) return `the lengths of ${count} parameters do not fit into the event`;
  for (let index = 0; index < count; index += 1) {
    const size = isWide
      ? view.getUint32(offset + header + index * 4, true)
      : view.getUint16(offset + header + index * 2, true);
    if (at + size > limit)
      return `parameter ${index} of the event "${type.name}" (${code}) goes beyond its end`;
    event.setParameter(index, at, size);
    at += size;
  }
  return 'event';
}

/** Without a count: the greatest number of parameters whose lengths and bytes fill the event exactly. */
function decodeOld(event: CaptureEvent, offset: number, length: number): Decoded {
  const { view, type } = event;
  const start = offset + oldHeaderBytes;
  // Events that tell of no system call were written with three bytes too many.
  const isPadded = /NOTIFICATION|infra/i.test(type.name);
  const limit = offset + length - (isPadded ? 3 : 0);
  for (let count = Math.min(type.parameters.length, maxParameters); count >= 0; count -= 1) {
    let at = start + count * 2;
    if (at > limit) continue;
    for (let index = 0; index < count && at <= limit; index += 1) {
      const size = view.getUint16(start + index * 2, true);
      event.setParameter(index, at, size);
      at += size;
    }
    if (at !== limit) continue;
    event.count = count;
    return 'event';
  }
  return `the parameters of the event "${type.name}" (${type.code}) do not fill it`;
}
