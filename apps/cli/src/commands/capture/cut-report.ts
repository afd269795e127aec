import type { CutSummary } from '@breakwater/capture/cut';
import { formatTime } from '@breakwater/rules';
import { printable } from '../../terminal/printable.ts';

/** What a cut holds. */
export interface CutReport {
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly summary: CutSummary;
  /** Events of the whole; absent when it was not read to its end. */
  readonly ofEvents?: number;
  /** Parts that were hidden; absent when nothing was to be. */
  readonly redacted?: number;
  /** Why the whole was read in part. */
  readonly losses: readonly string[];
}

const second = 1_000_000_000;

export function printCut(report: CutReport, isJson: boolean): string {
  const { file, bytes, summary, ofEvents, redacted, losses } = report;
  const { events, stateEvents, threads, descriptors, sections, first, last } = summary;
  const nanoseconds = Number(last - first);
  if (isJson) {
    const value = {
      file,
      events,
      ofEvents,
      stateEvents,
      threads,
      descriptors,
      sections,
      time: { first: formatTime(first), last: formatTime(last), nanoseconds },
      bytes,
      uncompressedBytes: summary.bytes,
      redacted,
      partial: losses.length === 0 ? undefined : losses,
    };
    return `${JSON.stringify(value, null, 2)}\n`;
  }
  const of = ofEvents === undefined ? '' : ` of ${count(ofEvents)}`;
  const rows: [string, string][] = [
    ['events', `${count(events)}${of}`],
    ['time', `${formatTime(first)}, ${(nanoseconds / second).toFixed(3)} s`],
    [
      'state',
      `${plural(threads, 'thread')}, ${plural(descriptors, 'descriptor')}, ${plural(stateEvents, 'event')} for the state alone`,
    ],
    ['size', `${size(bytes)} (${size(summary.bytes)} before compression)`],
  ];
  if (redacted !== undefined) rows.push(['redacted', plural(redacted, 'part')]);
  return `${printable(file)}\n${rows.map(([name, text]) => `  ${name.padEnd(9)} ${text}\n`).join('')}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
