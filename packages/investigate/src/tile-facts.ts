import type { CaptureIndex } from './capture-index.ts';
import type { TimeSpan } from './series.ts';
import { slotsOf } from './slots.ts';
import { detectionsTile, tileTable } from './tiles/index.ts';
import { type Tile, type TileGroup, tileGroups } from './tiles/tile.ts';

/** Why a tile deserves a look. */
export type TileReason =
  | { readonly why: 'any' }
  /** The busiest sample has so many times the average of those that have something. */
  | { readonly why: 'peak'; readonly times: number }
  /** So much of another tile. */
  | { readonly why: 'share'; readonly share: number; readonly of: string };

/** One tile over a span. */
export interface TileFacts {
  readonly id: string;
  readonly group: TileGroup;
  readonly title: string;
  readonly unit: Tile['unit'];
  readonly total: number;
  /** Not every event of the span found room in the index: the total is off by what is at the ends of the span. */
  readonly isEstimate?: true;
  /** Amounts of equal parts of the span. */
  readonly samples: readonly number[];
  readonly reason?: TileReason;
}

/** So many samples a capture is cut into. */
export const sampleCount = 400;

const peakTimes = 10;
const peakAtLeast = 20;

const groupOf = new Map<string, TileGroup>([
  [detectionsTile.id, 'general'],
  ...tileGroups.flatMap((group) => tileTable[group].map(({ id }): [string, TileGroup] => [id, group])),
]);

/**
 * Every tile over a span of time, the whole capture by default. Totals are those of the events of the span, samples of the whole
 * capture are exact to about 1/2000 of it.
 */
export function tilesOf(
  index: CaptureIndex,
  span: TimeSpan = index.span,
  count: number = sampleCount,
): readonly TileFacts[] {
  const isWhole = span.from <= index.span.from && span.to >= index.span.to;
  const isListed = span.to <= index.events.droppedAt;
  const slots = isWhole || !isListed ? undefined : slotsOf(index.events, span, count);
  const facts = index.tiles.map(({ tile, series, log }): TileFacts => {
    const samples = slots === undefined ? [...series.samples(span, count)] : new Array(count).fill(0);
    if (slots !== undefined) log.count(slots, samples);
    const total = isWhole ? series.total : samples.reduce((sum, amount) => sum + amount, 0);
    const { id, title, unit } = tile;
    const known = { id, group: groupOf.get(id) ?? 'general', title, unit, total, samples };
    return isWhole || isListed ? known : { ...known, isEstimate: true };
  });
  const totals = new Map(facts.map(({ id, total }) => [id, total]));
  return facts.map((one, position) => {
    const reason = reasonOf(index.tiles[position]?.tile, one, totals);
    return reason === undefined ? one : { ...one, reason };
  });
}

function reasonOf(
  tile: Tile | undefined,
  { total, samples }: TileFacts,
  totals: ReadonlyMap<string, number>,
): TileReason | undefined {
  const noteworthy = tile?.noteworthy;
  if (noteworthy === undefined || total === 0) return undefined;
  if (noteworthy.when === 'any') return { why: 'any' };
  if (noteworthy.when === 'share') {
    const whole = total + (noteworthy.of === 'events' ? 0 : (totals.get(noteworthy.of) ?? 0));
    const share = total / (noteworthy.of === 'events' ? (totals.get('events') ?? total) : whole);
    return share > noteworthy.above ? { why: 'share', share, of: noteworthy.of } : undefined;
  }
  const busy = samples.filter((amount) => amount > 0);
  const times = Math.max(...busy, 0) / (total / busy.length);
  const isPeak = busy.length > 1 && times >= peakTimes && Math.max(...busy) >= peakAtLeast;
  return isPeak ? { why: 'peak', times } : undefined;
}

/** The reason in a sentence. */
export function reasonText({ id, reason }: TileFacts): string {
  if (reason === undefined) return '';
  if (reason.why === 'any') return tileOf(id)?.reason ?? '';
  if (reason.why === 'peak') return `${Math.round(reason.times)} times the average at its busiest`;
  const of = tileOf(reason.of)?.title.toLowerCase() ?? reason.of;
  return reason.of === 'events'
    ? `${Math.round(reason.share * 100)} % of all events`
    : `${Math.round(reason.share * 100)} % of them and ${of} together`;
}

function tileOf(id: string): Tile | undefined {
  if (id === detectionsTile.id) return detectionsTile;
  for (const group of tileGroups) {
    const found = tileTable[group].find((tile) => tile.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}
