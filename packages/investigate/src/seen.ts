import type { CaptureEvent, Descriptor, System, Thread } from '@breakwater/capture';
import type { CapturedEvent } from '@breakwater/sources/capture';
import { fieldText } from './fields.ts';
import type { Process } from './processes.ts';
import { noFacts, type TypeFacts } from './type-facts.ts';

/** Things that are told apart, no more than that of each kind. */
const mostThings = 100_000;

/** The event at hand, with what the collectors ask of it. One object serves all events of a capture. */
export class Seen {
  captured: CapturedEvent;
  facts: TypeFacts = noFacts;
  /** Nanoseconds after the first event. */
  at = 0;
  result: number | undefined = undefined;
  process: Process | undefined = undefined;
  /** The number of the text that says what the event is about. */
  about = 0;
  container = 0;
  readonly #numbers = new Map<string, Map<number | string, number>>();

  constructor(captured: CapturedEvent) {
    this.captured = captured;
  }

  get event(): CaptureEvent {
    return this.captured.record.event;
  }

  get system(): System {
    return this.captured.record.system;
  }

  get thread(): Thread | undefined {
    return this.system.thread;
  }

  get descriptor(): Descriptor | undefined {
    return this.system.descriptor;
  }

  get name(): string {
    return this.facts.type.name;
  }

  /** A call that has a result, and it is no error. */
  get isDone(): boolean {
    return this.result !== undefined && this.result >= 0;
  }

  get isFailed(): boolean {
    return this.result !== undefined && this.result < 0;
  }

  /** Bytes that were read or written. */
  get bytes(): number {
    return this.result !== undefined && this.result > 0 ? this.result : 0;
  }

  get isFile(): boolean {
    return this.descriptor?.type === 'file';
  }

  /** A socket of the internet protocols. */
  get isInternet(): boolean {
    return this.descriptor?.type.startsWith('ipv') === true;
  }

  /** The parameter `flags`; 0 where there is none. */
  get flags(): number {
    return this.facts.flagsAt < 0 ? 0 : this.event.u32(this.facts.flagsAt);
  }

  /** The value of a field of rules as text; empty when there is none. */
  field(name: string, argument?: string): string {
    return fieldText(this.captured, name, argument);
  }

  /** The first byte that was read or written; -1: the capture has none. */
  get firstByte(): number {
    const { event, facts } = this;
    return facts.dataAt < 0 || event.length(facts.dataAt) === 0
      ? -1
      : (event.bytes[event.offset(facts.dataAt)] as number);
  }

  /** Bytes that were read or written, as characters of one byte, as far as the capture has them. */
  data(most: number): string {
    const { event, facts } = this;
    if (facts.dataAt < 0) return '';
    const length = Math.min(most, event.length(facts.dataAt));
    const offset = event.offset(facts.dataAt);
    let text = '';
    for (let at = offset; at < offset + length; at += 1)
      text += String.fromCharCode(event.bytes[at] as number);
    return text;
  }

  /** The number of a thing among those of its kind, from 1; 0: there was no room for it. */
  numberOf(kind: string, thing: number | string): number {
    let known = this.#numbers.get(kind);
    if (known === undefined) {
      known = new Map();
      this.#numbers.set(kind, known);
    }
    const number = known.get(thing);
    if (number !== undefined) return number;
    if (known.size >= mostThings) return 0;
    known.set(thing, known.size + 1);
    return known.size;
  }
}
