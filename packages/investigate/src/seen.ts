import type { CaptureEvent, Descriptor, System, Thread } from '@breakwater/capture';
import type { CapturedEvent } from '@breakwater/sources/capture';
import { fieldText } from './fields.ts';
import type { Process } from './processes.ts';
import { noFacts, type TypeFacts } from './type-facts.ts';

/** Things that are told apart by whether they were there before, no more than that of each kind. */
const mostFirsts = 100_000;

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
  readonly #firsts = new Map<string, Set<string>>();

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

  /** Whether that is the first of its kind. */
  isFirst(kind: string, value: string): boolean {
    let known = this.#firsts.get(kind);
    if (known === undefined) {
      known = new Set();
      this.#firsts.set(kind, known);
    }
    if (known.has(value) || known.size >= mostFirsts) return false;
    known.add(value);
    return true;
  }
}
