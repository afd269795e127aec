import type { MachineInfo } from '@breakwater/capture';
import type { Priority } from '@breakwater/model';
import type { ReplaySummary } from '@breakwater/sources/capture';
import type { ContainerTable } from './containers.ts';
import type { EventColumns } from './event-columns.ts';
import type { IndexLimits } from './limits.ts';
import type { ProcessTable } from './processes.ts';
import type { Series, TimeSpan } from './series.ts';
import type { Sessions } from './sessions.ts';
import type { StreamRows } from './stream-rows.ts';
import type { Texts } from './texts.ts';
import type { TileLog } from './tile-log.ts';
import type { Tile } from './tiles/tile.ts';

/** What rules say of an event, as their engine does. */
export interface Fired {
  readonly rule: string;
  readonly priority: Priority;
  readonly output: string;
  readonly tags: readonly string[];
}

/** A rule that fired, with its moment. */
export interface Detected extends Fired {
  /** Nanoseconds after the first event. */
  readonly at: number;
  readonly event: number;
  readonly process: number;
  readonly container: number;
}

/** What a tile counted: roughly over time, and exactly for the events of the list. */
export interface TileSeries {
  readonly tile: Tile;
  readonly series: Series;
  readonly log: TileLog;
}

/** What people ask of a capture, ready to be asked. Times are nanoseconds after the first event. */
export interface CaptureIndex {
  /** How the capture was read, and why not to its end. */
  readonly summary: ReplaySummary;
  readonly machine: MachineInfo | undefined;
  /** Nanoseconds since the epoch. */
  readonly startedAt: bigint;
  /** From the first event until after the last one. */
  readonly span: TimeSpan;
  /** Events that were indexed; the list of events may have found room for fewer. */
  readonly count: number;
  /** Events whose time is impossible: they are placed where the event before them is. */
  readonly misdated: number;
  readonly events: EventColumns;
  readonly texts: Texts;
  /** Names of event types. */
  readonly types: Texts;
  readonly processes: ProcessTable;
  readonly containers: ContainerTable;
  readonly sessions: Sessions;
  readonly tiles: readonly TileSeries[];
  readonly streams: readonly StreamRows[];
  readonly detections: readonly Detected[];
  /** Detections that found no room. */
  readonly detectionsBeyond: number;
  readonly limits: IndexLimits;
}

/** What found no room in an index, or no place. */
export interface Omission {
  readonly what:
    | 'times'
    | 'events'
    | 'texts'
    | 'processes'
    | 'containers'
    | 'rows'
    | 'detections'
    | 'sessions';
  readonly count: number;
}

/** What is missing from an index because of its limits; empty: nothing. */
export function omissionsOf(index: CaptureIndex): readonly Omission[] {
  const all: readonly Omission[] = [
    { what: 'times', count: index.misdated },
    { what: 'events', count: index.events.dropped },
    { what: 'texts', count: index.texts.dropped },
    { what: 'processes', count: index.processes.dropped },
    { what: 'containers', count: index.containers.dropped },
    { what: 'rows', count: index.streams.reduce((sum, { dropped }) => sum + dropped, 0) },
    { what: 'detections', count: index.detectionsBeyond },
    { what: 'sessions', count: index.sessions.dropped },
  ];
  return all.filter(({ count }) => count > 0);
}
