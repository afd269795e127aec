import { CaptureEvent } from '../capture-event.ts';
import { type Conversion, conversionOf, eventFlag, eventTypes } from '../schema/schema.ts';
import { containerJson } from './container-json.ts';
import { defaultOf } from './default-value.ts';
import { EnterEvents, type EnterLimits, type StoredEnter } from './enter-events.ts';

const maxRounds = 50;
const always = 255;
const source = /^(old|enter|empty|default|callback)(?:\[(\d+)\])?(?:\|(empty))?$/;

/** By event code: with so many parameters, or more, an event is one of today. */
const parametersOfToday = Uint8Array.from(eventTypes, ({ flags, code, parameters }) => {
  if (isDropped(code)) return always;
  if ((flags & eventFlag.converterManaged) === 0) return 0;
  return code % 2 === 0 || (flags & eventFlag.oldVersion) !== 0 ? always : parameters.length;
});

/** Types that no longer exist, and enter events that nothing is made of. */
function isDropped(code: number): boolean {
  const flags = eventTypes[code]?.flags ?? 0;
  const isOldEnter = (flags & eventFlag.oldVersion) !== 0 && code % 2 === 0;
  return (flags & eventFlag.unused) !== 0 || (isOldEnter && (flags & eventFlag.converterManaged) === 0);
}

/** Whether the event can be passed on as it is. */
export function isOfToday(event: CaptureEvent): boolean {
  return event.count >= (parametersOfToday[event.code] ?? always);
}

/**
 * Makes events of older captures those of today: what enter events told is appended to the exit events, and old
 * types become new ones. An event is undefined when nothing of it is passed on, and a text when it cannot be
 * converted. A converted event lies in bytes of its own and is valid until the next call.
 *
 * Source: the converter of libscap (`converter.cpp`, `table.cpp`).
 */
export class Converter {
  readonly #enters: EnterEvents;
  readonly #scratch = [new CaptureEvent(), new CaptureEvent()] as const;

  constructor(limits?: EnterLimits) {
    this.#enters = new EnterEvents(limits);
  }

  /** Enter events that found no room: what they told is missing in their exit events. */
  get dropped(): number {
    return this.#enters.dropped;
  }

  /** A section begins: its threads are others. */
  clear(): void {
    this.#enters.clear();
  }

  convert(given: CaptureEvent): CaptureEvent | string | undefined {
    let event = given;
    for (let round = 0; round < maxRounds; round += 1) {
      if (isDropped(event.code)) return undefined;
      if (isOfToday(event)) return event;
      const conversion = conversionOf(event.code, event.count);
      const name = `"${event.type.name}" (${event.code})`;
      if (conversion === undefined) return `an event ${name} with ${event.count} parameters is not known`;
      if (conversion.action === 'pass') return event;
      if (conversion.action === 'store' || conversion.action === 'store_and_pass') {
        this.#enters.store(event);
        return conversion.action === 'store' ? undefined : event;
      }
      const next = this.#build(event, conversion, this.#scratch[round % 2] as CaptureEvent);
      if (typeof next === 'string') return `the event ${name} cannot be converted: ${next}`;
      event = next;
    }
    return `the event ${given.type.name} (${given.code}) was converted ${maxRounds} times without an end`;
  }

  #build(event: CaptureEvent, conversion: Conversion, target: CaptureEvent): CaptureEvent | string {
    const code = conversion.action === 'change_type' ? conversion.toCode : event.code;
    const type = eventTypes[code];
    if (type === undefined) return `there is no type ${code}`;
    const parts: Uint8Array[] =
      conversion.action === 'add_params'
        ? Array.from({ length: event.count }, (_, index) => event.data(index))
        : [];
    let usesEnter = false;
    for (const text of conversion.sources) {
      if (parts.length >= type.parameters.length) break;
      const [, from, index = '0', orEmpty] = source.exec(text) ?? [];
      const stored = from === 'enter' ? this.#enters.get(event.tid) : undefined;
      usesEnter ||= stored !== undefined;
      const at = Number(index);
      if (stored !== undefined) {
        const wrong = problemOf(stored, event, at);
        if (wrong !== undefined) return wrong;
        parts.push(stored.parameters[at] as Uint8Array);
      } else if (from === 'old') parts.push(event.data(at));
      else if (from === 'callback') parts.push(containerJson(event));
      else if (from === 'default' || (from === 'enter' && orEmpty === undefined)) {
        parts.push(defaultOf(type.parameters[parts.length]?.type ?? 'none'));
      } else parts.push(new Uint8Array(0));
    }
    if (usesEnter) this.#enters.delete(event.tid);
    fill(target, event, code, parts);
    return target;
  }
}

function problemOf(stored: StoredEnter, event: CaptureEvent, index: number): string | undefined {
  if (stored.code !== event.code - 1) return `the thread's last enter event is of type ${stored.code}`;
  if (index < stored.parameters.length) return undefined;
  return `the enter event has ${stored.parameters.length} parameters, parameter ${index} is needed`;
}

function fill(target: CaptureEvent, from: CaptureEvent, code: number, parts: readonly Uint8Array[]): void {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  // The parts may lie in the bytes of the other scratch event, never in these.
  if (target.bytes.length < size) {
    const bytes = new Uint8Array(Math.max(4096, size));
    target.setBuffer(bytes, new DataView(bytes.buffer));
  }
  target.number = from.number;
  target.tid = from.tid;
  target.timeHigh = from.timeHigh;
  target.timeLow = from.timeLow;
  target.cpu = from.cpu;
  target.isStateOnly = from.isStateOnly;
  target.code = code;
  target.type = eventTypes[code] ?? target.type;
  target.count = parts.length;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    target.bytes.set(part, at);
    target.setParameter(index, at, part.length);
    at += part.length;
  }
}
