import { EventTimes, type MachineInfo, type Thread } from '@breakwater/capture';
import type { Priority } from '@breakwater/model';
import type { CapturedEvent, ReplaySummary } from '@breakwater/sources/capture';
import type { CaptureIndex, Detected, Fired, TileSeries } from './capture-index.ts';
import { ContainerTable } from './containers.ts';
import { EventColumns } from './event-columns.ts';
import { defaultIndexLimits, type IndexLimits } from './limits.ts';
import { commandLineOf, describe, ProcessTable } from './processes.ts';
import { Seen } from './seen.ts';
import { Series } from './series.ts';
import { Sessions } from './sessions.ts';
import { StreamRows } from './stream-rows.ts';
import { streams } from './streams/index.ts';
import { Texts } from './texts.ts';
import { AmountLog, ThingLog } from './tile-log.ts';
import { detectionsTile, tileTable } from './tiles/index.ts';
import { looksAt, type Tile, tileGroups } from './tiles/tile.ts';
import { noFacts, typeFacts } from './type-facts.ts';

const statusAt = { code: 1, signal: 2 } as const;
const high = 4_294_967_296;
/** A day: so far after the start no time need be looked at twice. */
const surelyPossible = 86_400e9;

/** A tile while it is counted. */
interface Counted extends TileSeries {
  /** Things that were there before, by their number. */
  readonly known: boolean[];
}

/** Whoever is asked about each event of one type. */
interface Interested {
  readonly tiles: readonly Counted[];
  readonly streams: readonly StreamRows[];
}

/**
 * Builds an index for people of the events of a capture: hand it every event of a replay, then `finish`. Memory has the
 * bounds of its limits, however long the capture is.
 */
export class CaptureIndexer {
  readonly #limits: IndexLimits;
  readonly #events: EventColumns;
  readonly #texts: Texts;
  readonly #types = new Texts(65_535, 1_000_000);
  readonly #processes: ProcessTable;
  readonly #containers = new ContainerTable();
  readonly #sessions: Sessions;
  readonly #tiles: readonly Counted[];
  readonly #detectionsTile = counted(detectionsTile);
  readonly #streams: readonly StreamRows[];
  readonly #interested: (Interested | undefined)[] = [];
  readonly #detections: Detected[] = [];
  #detectionsBeyond = 0;
  #seen: Seen | undefined;
  #machine: MachineInfo | undefined;
  readonly #times = new EventTimes();
  /** The start is a time that can be. */
  #isAnchored = false;
  #startHigh = 0;
  #startLow = 0;
  #startedAt = 0n;
  #first = Number.POSITIVE_INFINITY;
  #last = 0;
  #count = 0;
  #system: CapturedEvent['record']['system'] | undefined;
  readonly #startOf = ({ clonedAt }: Thread): number => Number(clonedAt - this.#startedAt);
  readonly #containerOf = (thread: Thread): number =>
    this.#system === undefined ? 0 : this.#containers.numberOf(thread.container, this.#system);

  constructor(limits: Partial<IndexLimits> = {}) {
    this.#limits = { ...defaultIndexLimits, ...limits };
    this.#events = new EventColumns(this.#limits.events);
    this.#texts = new Texts(this.#limits.texts, this.#limits.textLength);
    this.#processes = new ProcessTable(this.#limits.processes);
    this.#sessions = new Sessions(this.#limits.sessions, this.#limits.sessionLines);
    this.#tiles = tileGroups.flatMap((group) => tileTable[group].map(counted));
    this.#streams = streams.map((stream) => new StreamRows(stream, this.#limits.rows));
  }

  /** Times are counted from the first event that is shown, even where `add` begins later. */
  begin(captured: CapturedEvent): void {
    if (this.#seen !== undefined) return;
    const { event, system } = captured.record;
    this.#seen = new Seen(captured);
    this.#system = system;
    this.#isAnchored = this.#times.anchors(event.time);
    this.#startAt(event);
    this.#processes.addInitial(system, this.#containerOf);
  }

  #startAt(event: CapturedEvent['record']['event']): void {
    this.#startHigh = event.timeHigh;
    this.#startLow = event.timeLow;
    this.#startedAt = event.time;
  }

  /** Nanoseconds after the first event; an event with an impossible time is placed where the last one is. */
  #placeOf(event: CapturedEvent['record']['event']): number {
    const at = (event.timeHigh - this.#startHigh) * high + (event.timeLow - this.#startLow);
    if (at >= 0 && at < surelyPossible && this.#isAnchored) return at;
    const { time } = event;
    if (this.#times.anchors(time)) {
      this.#isAnchored = true;
      this.#startAt(event);
      this.#last = 0;
      return 0;
    }
    return this.#times.accepts(time) ? at : this.#last;
  }

  /** `fired`: what rules found at the event. */
  add(captured: CapturedEvent, fired: readonly Fired[] = []): void {
    this.begin(captured);
    const seen = this.#seen as Seen;
    const { event, system } = captured.record;
    const { thread } = system;
    const facts = typeFacts[event.code] ?? noFacts;
    const at = this.#placeOf(event);
    this.#machine ??= system.machine;
    this.#count += 1;
    seen.captured = captured;
    seen.facts = facts;
    seen.at = at;
    seen.result =
      facts.resultAt >= 0 && event.length(facts.resultAt) > 0 ? event.fd(facts.resultAt) : undefined;
    seen.process =
      thread === undefined ? undefined : this.#processes.of(thread, system, this.#startOf, this.#containerOf);
    seen.container = thread === undefined ? 0 : this.#containerOf(thread);
    this.#containers.count(seen.container);
    if (seen.process !== undefined) seen.process.events += 1;
    const about = this.#aboutOf(seen);
    seen.about = about;
    this.#follow(seen);
    const type = this.#types.number(captured.type);
    const interested = this.#interested[event.code] ?? this.#interestedIn(event.code);
    const place = this.#events.hasRoom ? this.#events.length : undefined;
    for (const one of interested.tiles) count(one, seen, place);
    for (const rows of interested.streams) rows.look(seen, type, place);
    this.#sessions.look(seen);
    for (const one of fired) this.#detected(seen, one, place);
    if (at < this.#first) this.#first = at;
    if (at > this.#last) this.#last = at;
    this.#events.add({
      number: event.number,
      at,
      type,
      tid: event.tid,
      process: seen.process?.number ?? 0,
      about,
      result: seen.result,
      container: seen.container,
    });
  }

  finish(summary: ReplaySummary): CaptureIndex {
    const first = this.#count === 0 ? 0 : this.#first;
    return {
      summary,
      machine: this.#machine,
      startedAt: this.#startedAt,
      span: { from: first, to: this.#last + 1 },
      count: this.#count,
      misdated: this.#times.misdated,
      events: this.#events,
      texts: this.#texts,
      types: this.#types,
      processes: this.#processes,
      containers: this.#containers,
      sessions: this.#sessions,
      tiles: [this.#detectionsTile, ...this.#tiles],
      streams: this.#streams,
      detections: this.#detections,
      detectionsBeyond: this.#detectionsBeyond,
      limits: this.#limits,
    };
  }

  #interestedIn(code: number): Interested {
    const facts = typeFacts[code] ?? noFacts;
    const interested = {
      tiles: this.#tiles.filter(({ tile }) => looksAt(tile, facts)),
      streams: this.#streams.filter(({ stream }) => stream.on(facts)),
    };
    this.#interested[code] = interested;
    return interested;
  }

  /** The number of the text that says what an event is about. */
  #aboutOf(seen: Seen): number {
    const { facts, descriptor, thread, system } = seen;
    if (facts.isExec && seen.isDone && thread !== undefined) return this.#texts.number(commandLineOf(thread));
    const isOfPath = facts.hasPath && !facts.isOpen;
    if (descriptor !== undefined && !isOfPath) return this.#texts.number(descriptor.name);
    if (system.path !== undefined) return this.#texts.number(system.path);
    if (!facts.hasPath) return 0;
    const path = seen.field('fs.path.name');
    if (path !== '') return this.#texts.number(path);
    const source = seen.field('fs.path.source');
    return source === '' ? 0 : this.#texts.number(`${source} → ${seen.field('fs.path.target')}`);
  }

  /** What the event changes in its process. */
  #follow(seen: Seen): void {
    const { process, thread, facts, event, system } = seen;
    if (process === undefined || thread === undefined) return;
    if (facts.isExec && seen.isDone) describe(process, thread, system, this.#containerOf);
    else if (seen.name === 'procexit') {
      process.endedAt = seen.at;
      if (thread.tid !== thread.pid) return;
      process.signal = event.u8(statusAt.signal) & 0x7f;
      process.exitCode = process.signal === 0 ? event.i64(statusAt.code) : undefined;
    }
  }

  #detected(seen: Seen, { rule, priority, output, tags }: Fired, place: number | undefined): void {
    const { series, log } = this.#detectionsTile;
    series.add(seen.at, 1);
    if (place !== undefined) log.add(place, 1);
    if (this.#detections.length >= this.#limits.detections) {
      this.#detectionsBeyond += 1;
      return;
    }
    this.#detections.push({
      at: seen.at,
      event: seen.event.number,
      rule,
      priority: priority as Priority,
      output,
      tags,
      process: seen.process?.number ?? 0,
      container: seen.container,
    });
  }
}

function counted(tile: Tile): Counted {
  return { tile, series: new Series(), log: 'thing' in tile ? new ThingLog() : new AmountLog(), known: [] };
}

/** Adds an event to a tile; `place`: where it will be in the list of events. */
function count({ tile, series, log, known }: Counted, seen: Seen, place: number | undefined): void {
  const value = 'thing' in tile ? tile.thing(seen) : tile.amount(seen);
  if (value === 0) return;
  if (place !== undefined) log.add(place, value);
  if ('thing' in tile) {
    if (known[value]) return;
    known[value] = true;
  }
  series.add(seen.at, 'thing' in tile ? 1 : value);
}
