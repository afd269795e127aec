import { type Omission, type TileFacts, tileGroups } from '@breakwater/investigate';
import { printable } from '../../terminal/printable.ts';

/** Figures of a capture over time, as `--json` prints them. */
export interface CaptureTiles {
  readonly file: string;
  readonly hostname?: string;
  /** Time of the first event. */
  readonly from: string;
  readonly seconds: number;
  readonly events: number;
  /** Why the capture was read in part. */
  readonly partial?: string;
  /** Events whose time is impossible. */
  readonly misdated?: number;
  readonly omissions: readonly Omission[];
  readonly tiles: readonly (Omit<TileFacts, 'reason'> & { readonly reason?: string })[];
}

const titles: Readonly<Record<TileFacts['group'], string>> = {
  general: 'General',
  file: 'Files',
  network: 'Network',
  security: 'Security',
  performance: 'Performance',
  logs: 'Logs',
};
const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const chartWidth = 32;
const titleWidth = 32;
const totalWidth = 11;

/** A table that reads at 80 columns. Without `isAll` figures that are nought are left out, and counted. */
export function printTiles(facts: CaptureTiles, isAll: boolean, hasRules: boolean): string {
  const { file, hostname, from, seconds, events, omissions } = facts;
  const known = facts.tiles.filter(({ id }) => hasRules || id !== 'detections');
  const shown = known.filter(({ total }) => isAll || total !== 0);
  const host = hostname === undefined || hostname === '' ? '' : `${printable(hostname)}, `;
  const lines = [printable(file), `${host}${from}, ${durationText(seconds)}, ${grouped(events)} events`];
  for (const group of tileGroups) {
    const tiles = shown.filter((tile) => tile.group === group);
    if (tiles.length === 0) continue;
    lines.push('', titles[group]);
    for (const tile of tiles) lines.push(...tileLines(tile));
  }
  const hidden = known.length - shown.length;
  if (hidden > 0) lines.push('', `${hidden} figures are nought and not shown (--all shows them)`);
  for (const { what, count } of omissions) lines.push(`incomplete: no room for ${grouped(count)} ${what}`);
  return `${lines.join('\n')}\n`;
}

function tileLines({ title, unit, total, samples, reason }: CaptureTiles['tiles'][number]): string[] {
  const amount = unit === 'bytes' ? bytesText(total) : grouped(total);
  const mark = reason === undefined ? ' ' : '!';
  const line = `${mark} ${title.padEnd(titleWidth)}${amount.padStart(totalWidth)}  ${chartOf(samples)}`;
  return reason === undefined ? [line.trimEnd()] : [line.trimEnd(), `    ${reason}`];
}

/** A small chart: each character stands for the sum of its samples; a space is nought. */
function chartOf(samples: readonly number[]): string {
  const sums: number[] = new Array(chartWidth).fill(0);
  for (const [index, amount] of samples.entries()) {
    const at = Math.floor((index * chartWidth) / samples.length);
    sums[at] = (sums[at] ?? 0) + amount;
  }
  const most = Math.max(...sums);
  return sums
    .map((sum) => (sum === 0 ? ' ' : (bars[Math.ceil((sum / most) * bars.length) - 1] ?? bars[0])))
    .join('');
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function bytesText(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const amount = value / 1000 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]}`;
}

function durationText(seconds: number): string {
  if (seconds < 1) return `${(seconds * 1000).toFixed(1)} ms`;
  return seconds < 120 ? `${seconds.toFixed(2)} s` : `${(seconds / 60).toFixed(1)} min`;
}
