import { eventFlag, eventTypes } from '../schema/schema.ts';

const section = 0x0a0d0d0a;
const lists = { machine: 0x201, processes: 0x215, descriptors: 0x218, interfaces: 0x219, users: 0x220 } as const;
const events = new Map([
  [0x216, { hasFlags: false, isLarge: false }],
  [0x217, { hasFlags: true, isLarge: false }],
  [0x221, { hasFlags: false, isLarge: true }],
  [0x222, { hasFlags: true, isLarge: true }],
]);
/** Bytes between the begin of a list's body and its first entry, and of an entry's length that count themselves. */
const entryLayout: ReadonlyMap<number, { readonly head: number; readonly own: number }> = new Map([
  [lists.processes, { head: 0, own: 4 }],
  [lists.descriptors, { head: 8, own: 4 }],
  [lists.interfaces, { head: 0, own: 0 }],
  [lists.users, { head: 0, own: 4 }],
]);

/**
 * What readers other than ours may take offence at in a capture as it is written today: blocks of other types,
 * lengths that differ, padding, lists after events, entries that do not fill their block. Empty: nothing.
 */
export function offences(bytes: Uint8Array): readonly string[] {
  const found: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hasEvents = false;
  let at = 0;
  while (at < bytes.length) {
    const say = (message: string): unknown => found.push(`byte ${at}: ${message}`);
    const type = view.getUint32(at, true);
    const total = view.getUint32(at + 4, true);
    if (total < 12 || at + total > bytes.length) return [...found, `byte ${at}: a length of ${total}`];
    if (total % 4 !== 0) say('the length is no multiple of four');
    if (view.getUint32(at + total - 4, true) !== total) say('the lengths differ');
    const body = { start: at + 8, end: at + total - 4 };
    const event = events.get(type);
    if (type === section) {
      hasEvents = false;
      if (total !== 28) say('a section header of another length');
      if (view.getUint32(at + 8, true) !== 0x1a2b3c4d) say('another magic');
      if (view.getUint16(at + 12, true) !== 1 || view.getUint16(at + 14, true) !== 2) say('another version');
      if (view.getBigInt64(at + 16, true) !== -1n) say('a section length');
    } else if (event !== undefined) {
      hasEvents = true;
      const problem = eventProblem(view, body.start, body.end, event);
      if (problem !== undefined) say(problem);
    } else {
      if (hasEvents) say('a list after events');
      if (type === lists.machine && total !== 192) say('machine information of another length');
      const layout = entryLayout.get(type);
      if (layout === undefined && type !== lists.machine) say(`a block of type 0x${type.toString(16)}`);
      if (layout !== undefined && !areFilled(view, body.start + layout.head, body.end, layout.own))
        say('entries that do not fill the list');
      if (total > 0xffff) say('a list of more than 64 KiB');
    }
    at += total;
  }
  return found;
}

function areFilled(view: DataView, start: number, end: number, own: number): boolean {
  let at = start;
  while (end - at >= 4) {
    const length = view.getUint32(at, true) + 4 - own;
    if (length <= 4 || at + length > end) return false;
    at += length;
  }
  return at <= end;
}

function eventProblem(
  view: DataView,
  start: number,
  end: number,
  { hasFlags, isLarge }: { readonly hasFlags: boolean; readonly isLarge: boolean },
): string | undefined {
  const at = start + (hasFlags ? 6 : 2);
  if (hasFlags && view.getUint32(start + 2, true) === 0) return 'flags without a flag';
  const length = view.getUint32(at + 16, true);
  const type = eventTypes[view.getUint16(at + 20, true)];
  const count = view.getUint32(at + 22, true);
  if (type === undefined) return 'an unknown type';
  if (isLarge !== ((type.flags & eventFlag.largePayload) !== 0)) return 'a block of the other size';
  if (count > type.parameters.length) return 'too many parameters';
  let sum = 26;
  for (let index = 0; index < count; index += 1) {
    sum += isLarge ? 4 + view.getUint32(at + 26 + index * 4, true) : 2 + view.getUint16(at + 26 + index * 2, true);
  }
  if (sum !== length) return `an event of ${length} bytes whose parts have ${sum}`;
  return end - (at + length) > 3 || at + length > end ? 'an event that does not fill its block' : undefined;
}
