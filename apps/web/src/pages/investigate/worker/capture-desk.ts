import {
  type CaptureIndex,
  CaptureIndexer,
  eventViews,
  omissionsOf,
  rowsIn,
  type SpanFacts,
  type StreamRow,
  selectEvents,
  spanFactsOf,
  type TimeSpan,
  tilesOf,
} from '@breakwater/investigate';
import { createEngine, type Engine, loadRules } from '@breakwater/rules';
import {
  type CapturedEvent,
  capturedSyscalls,
  type ReplayOptions,
  replayCapture,
} from '@breakwater/sources/capture';
import { compileFilter } from './compile-filter.ts';
import { type DetailField, detailOf } from './event-detail.ts';
import { collectPayloads } from './payloads.ts';
import type {
  CaptureFacts,
  EventDetail,
  EventQuestion,
  FilterOutcome,
  Listed,
  Page,
  Payloads,
  Progress,
  Questions,
  RowQuestion,
  RuleText,
} from './protocol.ts';
import { readFile } from './read-file.ts';

type Answer<Q extends keyof Questions> = Questions[Q]['answer'];
type Ask<Q extends keyof Questions> = Questions[Q]['ask'];

/** Lists that are kept because they are likely to be asked for again. */
const mostSelections = 6;
/** Details of so many events beside the one that was asked for are kept too. */
const neighbours = 20;
const progressMs = 100;

/** One capture and what is asked of it. Everything beyond the index comes from reading the file again. */
export class CaptureDesk {
  readonly #onProgress: (progress: Progress) => void;
  #file: File | undefined;
  #index: CaptureIndex | undefined;
  readonly #selections = new Map<string, Uint32Array | undefined>();
  readonly #rows = new Map<string, readonly StreamRow[]>();
  readonly #filters = new Map<string, Uint32Array>();
  readonly #details = new Map<number, readonly DetailField[]>();

  constructor(onProgress: (progress: Progress) => void) {
    this.#onProgress = onProgress;
  }

  async open({ file, rules }: Ask<'open'>, signal: AbortSignal): Promise<CaptureFacts> {
    const begun = performance.now();
    const { engine, problems, count } = engineOf(rules);
    const indexer = new CaptureIndexer();
    const summary = await this.#replay(file, signal, (event) => indexer.add(event, engine?.evaluate(event)));
    if (summary.sections === 0) throw new Error(summary.problem?.message ?? 'the file is empty');
    const index = indexer.finish(summary);
    this.#file = file;
    this.#index = index;
    const drops = tilesOf(index, index.span, 1).find(({ id }) => id === 'drops')?.total ?? 0;
    const failures = (engine?.failures() ?? []).map(({ rule, lastError }) => `${rule}: ${lastError}`);
    return {
      name: file.name,
      bytes: file.size,
      hostname: index.machine?.hostname ?? '',
      cpus: index.machine?.cpus ?? 0,
      startedAt: Number(index.startedAt / 1000n) / 1000,
      span: index.span,
      events: index.count,
      drops,
      unknownEvents: summary.unknownEvents,
      ...(summary.problem === undefined ? {} : { problem: summary.problem.message }),
      omissions: omissionsOf(index),
      detections: index.detections,
      processes: index.processes.values(),
      containers: index.containers.values(),
      sessions: index.sessions.values().map(({ lines, ...head }) => ({ ...head, lines: lines.length })),
      rows: Object.fromEntries(index.streams.map(({ stream, rows }) => [stream.id, rows.length])),
      ruleProblems: [...problems, ...failures],
      rules: count,
      readMs: performance.now() - begun,
    };
  }

  tiles({ span, count }: Ask<'tiles'>): Answer<'tiles'> {
    const index = this.#opened();
    return tilesOf(index, span ?? index.span, count);
  }

  rows(ask: RowQuestion & Page): Listed<StreamRow> {
    const { offset, limit, ...question } = ask;
    const rows = this.#chosenRows(question);
    return { total: rows.length, rows: rows.slice(offset, offset + limit) };
  }

  row({ stream, number, span }: Ask<'row'>): Answer<'row'> {
    const part =
      span === undefined ? undefined : this.#rowsIn(stream, span).find((row) => row.number === number);
    return part ?? this.#opened().streams.find((one) => one.stream.id === stream)?.rows[number];
  }

  rowPlace({ row, ...question }: Ask<'rowPlace'>): number {
    return this.#chosenRows(question).findIndex(({ number }) => number === row);
  }

  spanFacts({ span }: Ask<'spanFacts'>): SpanFacts {
    return spanFactsOf(this.#opened(), span);
  }

  lines({ session }: Ask<'lines'>): Answer<'lines'> {
    return this.#opened().sessions.values()[session]?.lines ?? [];
  }

  async events(
    { offset, limit, ...question }: EventQuestion & Page,
    signal: AbortSignal,
  ): Promise<Answer<'events'>> {
    const index = this.#opened();
    const selection = await this.#select(question, signal);
    const total = selection?.length ?? index.events.length;
    return { total, rows: eventViews(index, selection, offset, limit) };
  }

  async place({ event, ...question }: Ask<'place'>, signal: AbortSignal): Promise<number> {
    const { events } = this.#opened();
    const selection = await this.#select(question, signal);
    const place = events.indexOf(event);
    if (selection === undefined) return place;
    const found = selection.findIndex((one) => one >= place);
    return found < 0 ? Math.max(0, selection.length - 1) : found;
  }

  async event({ number }: Ask<'event'>, signal: AbortSignal): Promise<EventDetail | undefined> {
    if (!this.#details.has(number)) {
      this.#details.clear();
      let isPast = false;
      const look = (event: CapturedEvent): void => {
        if (Math.abs(event.number - number) <= neighbours) this.#details.set(event.number, detailOf(event));
        isPast = event.number >= number + neighbours;
      };
      await this.#replay(this.#openedFile(), signal, look, () => isPast);
    }
    const fields = this.#details.get(number);
    return fields === undefined ? undefined : { number, fields };
  }

  async payloads({ stream, number }: Ask<'payloads'>, signal: AbortSignal): Promise<Payloads> {
    const index = this.#opened();
    const row = this.row({ stream, number });
    if (row === undefined) return { payloads: [], isPartial: false };
    const numbers = eventViews(index, selectEvents(index, { row: { stream, number } }), 0, 100_000);
    const collector = collectPayloads(new Set(numbers.map((one) => one.number)), index.startedAt);
    const last = numbers.at(-1)?.number ?? 0;
    let isPast = false;
    const look = (event: CapturedEvent): void => {
      collector.look(event);
      isPast = event.number >= last || collector.isFull;
    };
    await this.#replay(this.#openedFile(), signal, look, () => isPast);
    return collector.finish();
  }

  async filter({ text }: Ask<'filter'>, signal: AbortSignal): Promise<FilterOutcome> {
    const compiled = compileFilter(text);
    if (!('matches' in compiled)) {
      const { message, column } = compiled;
      return { error: column === undefined ? { message } : { message, column } };
    }
    return { matches: (await this.#filtered(text, signal)).length };
  }

  async #filtered(text: string, signal: AbortSignal): Promise<Uint32Array> {
    const known = this.#filters.get(text);
    if (known !== undefined) return known;
    const compiled = compileFilter(text);
    if (!('matches' in compiled)) throw new Error(compiled.message);
    const numbers: number[] = [];
    const look = (event: CapturedEvent): void => {
      if (compiled.matches(event)) numbers.push(event.number);
    };
    await this.#replay(this.#openedFile(), signal, look, undefined, { asksFor: compiled.asksFor });
    const found = Uint32Array.from(numbers);
    remember(this.#filters, text, found);
    return found;
  }

  async #select(question: EventQuestion, signal: AbortSignal): Promise<Uint32Array | undefined> {
    const key = JSON.stringify(question);
    if (this.#selections.has(key)) return this.#selections.get(key);
    const { filter, ...rest } = question;
    const numbers = filter === undefined ? undefined : await this.#filtered(filter, signal);
    const selection = selectEvents(this.#opened(), {
      ...rest,
      ...(numbers === undefined ? {} : { numbers }),
    });
    remember(this.#selections, key, selection);
    return selection;
  }

  #chosenRows(question: RowQuestion): readonly StreamRow[] {
    return kept(this.#rows, JSON.stringify(question), () => this.#chooseRows(question));
  }

  #chooseRows({ stream, span, process, text, sort }: RowQuestion): readonly StreamRow[] {
    const index = this.#opened();
    const all =
      span === undefined
        ? (index.streams.find((one) => one.stream.id === stream)?.rows ?? [])
        : this.#rowsIn(stream, span);
    const wanted = text?.toLowerCase();
    const rows = all.filter(
      (row) =>
        (process === undefined || row.process === process) &&
        (wanted === undefined || this.#textOf(row).toLowerCase().includes(wanted)),
    );
    if (sort === undefined) return rows;
    const sign = sort.isDescending ? -1 : 1;
    const amountOf = (row: StreamRow): number =>
      sort.by === 'time'
        ? row.firstAt
        : sort.by === 'events'
          ? row.events
          : (row.figures[Number(sort.by)] ?? 0);
    return rows.sort((a, b) => sign * (amountOf(a) - amountOf(b)) || a.number - b.number);
  }

  #rowsIn(stream: string, span: TimeSpan): readonly StreamRow[] {
    const key = JSON.stringify({ stream, span });
    return kept(this.#rows, key, () => rowsIn(this.#opened(), stream, span));
  }

  #textOf(row: StreamRow): string {
    return `${row.what} ${row.detail} ${this.#opened().processes.get(row.process)?.name ?? ''}`;
  }

  /** Reads the file again; `isDone` ends it early. */
  #replay(
    file: File,
    signal: AbortSignal,
    look: (event: CapturedEvent) => void,
    isDone: () => boolean = () => false,
    options: ReplayOptions = {},
  ): ReturnType<typeof replayCapture> {
    let bytes = 0;
    let events = 0;
    let told = 0;
    const onProgress = this.#onProgress;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      const read = (count: number): void => {
        bytes = count;
      };
      for await (const piece of readFile(file, signal, read)) {
        if (signal.aborted || isDone()) return;
        yield piece;
        const now = performance.now();
        if (now - told < progressMs) continue;
        told = now;
        onProgress({ bytes, total: file.size, events });
        // Lets what came in be heard: a question that is no longer of interest ends here.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
    const looked = (event: CapturedEvent): void => {
      events += 1;
      if (!isDone()) look(event);
    };
    return replayCapture(pieces(), looked, options).then((summary) => {
      signal.throwIfAborted();
      return summary;
    });
  }

  #opened(): CaptureIndex {
    if (this.#index === undefined) throw new Error('no capture is open');
    return this.#index;
  }

  #openedFile(): File {
    if (this.#file === undefined) throw new Error('no capture is open');
    return this.#file;
  }
}

function engineOf(files: readonly RuleText[]): {
  readonly engine: Engine | undefined;
  readonly problems: readonly string[];
  readonly count: number;
} {
  if (files.length === 0) return { engine: undefined, problems: [], count: 0 };
  const { ruleset, errors } = loadRules(files, { sources: [capturedSyscalls], compilesOnce: true });
  if (ruleset === undefined)
    return { engine: undefined, problems: errors.map(({ message }) => message), count: 0 };
  const enabled = ruleset.rules.filter(
    ({ isEnabled, source }) => isEnabled && source === capturedSyscalls.name,
  );
  return { engine: createEngine(ruleset, { ruleMatching: 'all' }), problems: [], count: enabled.length };
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  remember(known, key, value);
  return value;
}

/** The oldest goes when there are many. */
function remember<T>(known: Map<string, T>, key: string, value: T): void {
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > mostSelections && oldest !== undefined) known.delete(oldest);
}
