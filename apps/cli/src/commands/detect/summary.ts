import type { Priority } from '@breakwater/model';
import type { Engine, Fired } from '@breakwater/rules';
import type { Rejected } from '@breakwater/sources';
import { escaped } from '../../terminal/printable.ts';

interface RejectedPlace extends Rejected {
  readonly file: string;
}

/** What was read, what was not, and what fired. */
export interface Summary {
  files: number;
  events: number;
  rejectedCount: number;
  /** An input ended, or was damaged, before its last record or event. */
  isCut: boolean;
  /** The first of them. */
  readonly rejected: RejectedPlace[];
  readonly unreadable: { readonly file: string; readonly error: string }[];
  /** Read in part: why not whole. */
  readonly partial: { readonly file: string; readonly error: string }[];
  readonly rules: Map<string, { readonly priority: Priority; count: number }>;
  /** The input is there in part only. */
  cut(file: string, error: string): void;
  /** A record that is no event; the end of an input that is cut is no record. */
  reject(file: string, rejected: Rejected): void;
  count(fired: Fired): void;
}

const maxPlaces = 50;
/** A few slow evaluations are pauses of the machine, not of the rule. */
const leastSlow = 10;

export function createSummary(): Summary {
  return {
    files: 0,
    events: 0,
    rejectedCount: 0,
    isCut: false,
    rejected: [],
    unreadable: [],
    partial: [],
    rules: new Map(),
    cut(file, error) {
      this.isCut = true;
      this.partial.push({ file, error });
    },
    reject(file, rejected) {
      if (rejected.isCut === true) {
        this.cut(file, rejected.error);
        return;
      }
      this.rejectedCount += 1;
      if (this.rejected.length < maxPlaces) this.rejected.push({ file, ...rejected });
    },
    count(fired) {
      const known = this.rules.get(fired.rule);
      if (known === undefined) this.rules.set(fired.rule, { priority: fired.priority, count: 1 });
      else known.count += 1;
    },
  };
}

export function writeSummary(
  summary: Summary,
  engine: Pick<Engine, 'failures' | 'statistics'>,
  stream: { write(text: string): unknown },
): void {
  const write = (line: string) => stream.write(`${escaped(line)}\n`);
  for (const { file, error } of summary.unreadable) write(`not read: ${file}: ${error}`);
  for (const { file, error } of summary.partial) write(`read in part: ${file}: ${error}`);
  for (const { file, index, error } of summary.rejected) {
    write(`rejected: ${file}: record ${index + 1}: ${error}`);
  }
  const unlisted = summary.rejectedCount - summary.rejected.length;
  if (unlisted > 0) write(`rejected: ${unlisted} more record(s)`);
  for (const { rule, count, lastError } of engine.failures()) {
    write(`rule failed on ${count} event(s): ${rule}: ${lastError}`);
  }
  for (const { rule, slow, skipped, suppressed } of engine.statistics()) {
    if (suppressed > 0) write(`held back by the rate limit: ${suppressed} detection(s) of ${rule}`);
    if (slow < leastSlow && skipped === 0) continue;
    const missed = skipped === 0 ? '' : `, and not evaluated on ${skipped} for that`;
    write(`rule slow on ${slow} event(s)${missed}: ${rule}`);
  }
  const total = [...summary.rules.values()].reduce((sum, rule) => sum + rule.count, 0);
  const unread = summary.unreadable.length > 0 ? `, ${summary.unreadable.length} not read` : '';
  write(
    `${summary.files} file(s)${unread}, ${summary.events} record(s) evaluated, ${summary.rejectedCount} rejected, ${total} detection(s)`,
  );
  if (summary.isCut) write('the result is partial: an input ended before it was whole');
  const rows = [...summary.rules].sort(([, a], [, b]) => b.count - a.count);
  for (const [rule, { priority, count }] of rows) {
    write(`  ${String(count).padStart(7)}  ${priority.padEnd(13)}  ${rule}`);
  }
}
