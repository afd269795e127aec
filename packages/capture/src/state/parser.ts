import type { CaptureEvent } from '../capture-event.ts';
import type { System } from './system.ts';

/** Brings the state up to one event. */
export type Parser = (system: System, event: CaptureEvent) => void;

/** Parsers by the name of the event; `exit` those of exit events, `enter` those of enter events and others. */
export interface ParserTable {
  readonly exit?: Readonly<Record<string, Parser>>;
  readonly enter?: Readonly<Record<string, Parser>>;
}
