import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventKind, StoredEvent } from '@breakwater/model';
import { encodeJson } from '../encode.ts';
import { hashKey, KeyFilter } from './key-filter.ts';
import { eventKinds } from './row.ts';
import { type OpenOptions, openForWriting } from './schema.ts';
import { SeriesIndex } from './series.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

interface Summary {
  events: number;
  next: number;
  oldest: number | null;
  newest: number | null;
}

/** Writes one day's file, one transaction at a time. */
export class DayWriter {
  readonly #db: DatabaseSync;
  readonly #series: SeriesIndex;
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #countMinute: StatementSync;
  readonly #countHour: StatementSync;
  readonly #countSeries: StatementSync;
  readonly #writeSummary: StatementSync;
  /** Counts of the open transaction: minute, then series. */
  readonly #counts = new Map<number, Map<number, number>>();
  #summary: Summary;

  constructor(file: string, options: OpenOptions) {
    const db = openForWriting(file, options);
    this.#db = db;
    this.#series = new SeriesIndex(db);
    this.#insert = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
    this.#find = db.prepare('SELECT 1 FROM event WHERE id = ? AND kind = ?');
    const upsert = 'VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n';
    this.#countMinute = db.prepare(`INSERT INTO minute ${upsert}`);
    this.#countHour = db.prepare(`INSERT INTO hour ${upsert}`);
    this.#countSeries = db.prepare('UPDATE series SET n = n + ? WHERE id = ?');
    this.#writeSummary = db.prepare('UPDATE summary SET events = ?, next = ?, oldest = ?, newest = ?');
    this.#summary = readSummary(db);
  }

  get summary(): Readonly<Summary> {
    return this.#summary;
  }

  begin(): void {
    this.#db.exec('BEGIN IMMEDIATE');
  }

  /** Adds an event to the open transaction; false when the day has its key already. */
  insert(event: StoredEvent): boolean {
    const series = this.#series.idOf(event);
    const { time, id, title } = event;
    const { changes } = this.#insert.run(
      this.#summary.next,
      time,
      series,
      eventKinds.indexOf(event.kind),
      id,
      title,
      encodeJson(event.fields),
      encodeJson(event.body),
    );
    if (changes === 0) return false;
    this.#count(time, series);
    return true;
  }

  has(kind: EventKind, id: string): boolean {
    return this.#find.get(id, eventKinds.indexOf(kind)) !== undefined;
  }

  commit(): void {
    const hours = new Map<string, [hour: number, series: number, n: number]>();
    const days = new Map<number, number>();
    for (const [minute, counts] of this.#counts) {
      const hour = Math.floor(minute / 60);
      for (const [series, n] of counts) {
        this.#countMinute.run(minute, series, n);
        const sum = hours.get(`${hour} ${series}`);
        if (sum === undefined) hours.set(`${hour} ${series}`, [hour, series, n]);
        else sum[2] += n;
        days.set(series, (days.get(series) ?? 0) + n);
      }
    }
    for (const [hour, series, n] of hours.values()) this.#countHour.run(hour, series, n);
    for (const [series, n] of days) this.#countSeries.run(n, series);
    const { events, next, oldest, newest } = this.#summary;
    this.#writeSummary.run(events, next, oldest, newest);
    this.#db.exec('COMMIT');
    this.#counts.clear();
  }

  rollback(): void {
    // A full disk may have ended the transaction already.
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    this.#counts.clear();
    this.#series.forget();
    this.#summary = readSummary(this.#db);
  }

  /** Deletes sample data in one transaction of its own; returns how many events went. */
  deleteSample(): number {
    this.begin();
    try {
      const sample = '(SELECT id FROM series WHERE is_sample = 1)';
      const { changes } = this.#db.prepare(`DELETE FROM event WHERE series IN ${sample}`).run();
      for (const table of ['minute', 'hour']) this.#db.exec(`DELETE FROM ${table} WHERE series IN ${sample}`);
      this.#db.exec('DELETE FROM series WHERE is_sample = 1');
      this.#series.forget();
      const range = this.#db.prepare('SELECT min(time) AS oldest, max(time) AS newest FROM event').get();
      this.#summary.events -= Number(changes);
      this.#summary.oldest = (range?.oldest ?? null) as number | null;
      this.#summary.newest = (range?.newest ?? null) as number | null;
      this.commit();
      return Number(changes);
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** The filter of all keys of the day: as saved, plus what came after. */
  readKeys(): KeyFilter {
    const saved = this.#db.prepare('SELECT upto, keys, bits FROM seen ORDER BY segment').all();
    const filter = new KeyFilter(
      saved.map(({ keys, bits }) => ({ keys: Number(keys), bits: bits as Uint8Array })),
    );
    const upto = Number(saved.at(-1)?.upto ?? 0);
    for (const row of this.#db.prepare('SELECT kind, id FROM event WHERE n > ?').iterate(upto)) {
      filter.add(hashKey(`${eventKinds[Number(row.kind)]} ${row.id}`));
    }
    return filter;
  }

  saveKeys({ segments }: KeyFilter, from: number): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)');
    this.begin();
    for (const [index, { keys, bits }] of segments.entries()) {
      if (index >= from) save.run(index, this.#summary.next - 1, keys, bits);
    }
    this.#db.exec('COMMIT');
  }

  close(): void {
    this.#db.close();
  }

  #count(time: number, series: number): void {
    const minute = Math.floor(time / minuteMs);
    let counts = this.#counts.get(minute);
    if (counts === undefined) {
      counts = new Map();
      this.#counts.set(minute, counts);
    }
    counts.set(series, (counts.get(series) ?? 0) + 1);
    const summary = this.#summary;
    summary.events += 1;
    summary.next += 1;
    summary.oldest = Math.min(summary.oldest ?? time, time);
    summary.newest = Math.max(summary.newest ?? time, time);
  }
}

function readSummary(db: DatabaseSync): Summary {
  return { ...(db.prepare('SELECT * FROM summary').get() as unknown as Summary) };
}
