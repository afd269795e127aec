import type {
  ContainerFacts,
  Detected,
  EventView,
  Omission,
  Process,
  SessionLine,
  ShellSession,
  SpanFacts,
  StreamRow,
  TileFacts,
  TimeSpan,
} from '@breakwater/investigate';

/** A capture that was opened. Times are nanoseconds after its first event. */
export interface CaptureFacts {
  readonly name: string;
  readonly bytes: number;
  readonly hostname: string;
  readonly cpus: number;
  /** Milliseconds since the epoch of the first event. */
  readonly startedAt: number;
  readonly span: TimeSpan;
  readonly events: number;
  readonly drops: number;
  readonly unknownEvents: number;
  /** Why it was read in part; names block and byte. */
  readonly problem?: string;
  readonly omissions: readonly Omission[];
  readonly detections: readonly Detected[];
  readonly processes: readonly Process[];
  readonly containers: readonly ContainerFacts[];
  readonly sessions: readonly SessionHead[];
  /** Rows of each stream by its id. */
  readonly rows: Readonly<Record<string, number>>;
  /** Why there are no rules, or which of them failed. */
  readonly ruleProblems: readonly string[];
  readonly rules: number;
  readonly readMs: number;
}

export type SessionHead = Omit<ShellSession, 'lines'> & { readonly lines: number };

export interface RuleText {
  readonly name: string;
  readonly text: string;
}

/** Which events are listed; everything that is given must fit. */
export interface EventQuestion {
  readonly span?: TimeSpan;
  readonly process?: number;
  readonly row?: { readonly stream: string; readonly number: number };
  /** A condition of the rule language. */
  readonly filter?: string;
}

export interface RowQuestion {
  readonly stream: string;
  readonly span?: TimeSpan;
  readonly process?: number;
  /** Rows that hold this text. */
  readonly text?: string;
  /** Index of a figure, or `time`, `events`. */
  readonly sort?: { readonly by: string; readonly isDescending: boolean };
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export interface Listed<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

/** One read or write of a thing. */
export interface Payload {
  readonly event: number;
  readonly at: number;
  readonly isWrite: boolean;
  /** Bytes that the call moved; the capture may hold fewer. */
  readonly bytes: number;
  /** The bytes that the capture holds, as text where they are. */
  readonly text: string;
  readonly isCut: boolean;
}

export interface Payloads {
  readonly payloads: readonly Payload[];
  /** Whether there was more than is shown. */
  readonly isPartial: boolean;
}

export interface EventDetail {
  readonly number: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** A filter that was run: how many events it matches, or what is wrong with it. */
export interface FilterOutcome {
  readonly matches?: number;
  readonly error?: { readonly message: string; readonly column?: number };
}

/** What the page asks the worker, and what it answers. */
export interface Questions {
  readonly open: {
    readonly ask: { readonly file: File; readonly rules: readonly RuleText[] };
    readonly answer: CaptureFacts;
  };
  readonly tiles: {
    readonly ask: { readonly span?: TimeSpan; readonly count: number };
    readonly answer: readonly TileFacts[];
  };
  readonly rows: { readonly ask: RowQuestion & Page; readonly answer: Listed<StreamRow> };
  readonly row: {
    /** `span`: with what it has of that part, when it has something. */
    readonly ask: { readonly stream: string; readonly number: number; readonly span?: TimeSpan };
    readonly answer: StreamRow | undefined;
  };
  /** Where a row is in a list; -1: it is not there. */
  readonly rowPlace: { readonly ask: RowQuestion & { readonly row: number }; readonly answer: number };
  readonly spanFacts: { readonly ask: { readonly span: TimeSpan }; readonly answer: SpanFacts };
  readonly lines: { readonly ask: { readonly session: number }; readonly answer: readonly SessionLine[] };
  readonly events: { readonly ask: EventQuestion & Page; readonly answer: Listed<EventView> };
  /** Where an event is in a list; the next one after it when it is not there. */
  readonly place: { readonly ask: EventQuestion & { readonly event: number }; readonly answer: number };
  readonly event: { readonly ask: { readonly number: number }; readonly answer: EventDetail | undefined };
  readonly payloads: {
    readonly ask: { readonly stream: string; readonly number: number };
    readonly answer: Payloads;
  };
  readonly filter: { readonly ask: { readonly text: string }; readonly answer: FilterOutcome };
}

export type QuestionName = keyof Questions;

export interface Asked<Q extends QuestionName = QuestionName> {
  readonly id: number;
  readonly name: Q;
  readonly ask: Questions[Q]['ask'];
}

/** How far a reading of the file is. */
export interface Progress {
  readonly bytes: number;
  readonly total: number;
  readonly events: number;
}

export type Answered =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly progress: Progress };
