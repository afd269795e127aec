import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventKind } from '@breakwater/model';
import type { EncodedEvent } from '../encode.ts';
import { hourMs, minuteMs } from './day.ts';
import { hashKey, KeyFilter, type KeyHash } from './key-filter.ts';
import { eventKinds } from './row.ts';
import { type OpenOptions, openForWriting } from './schema.ts';
import { SeriesIndex } from './series.ts';

interface Summary {
  events: number;
  next: number;
  oldest: number | null;
  newest: number | null;
}

/** The keys of a day: a filter over all, and by name with their numbers those that no run has yet. */
export interface DayKeys {
  readonly filter: KeyFilter;
  readonly recent: Map<string, number>;
}

const lastSaved = '(SELECT coalesce(max(upto), 0) FROM run)';

/** Parameters: hash, id, kind. */
const findByKey = `
  SELECT e.n FROM run AS r CROSS JOIN key AS k ON k.run = r.id AND k.hash = ? CROSS JOIN event AS e ON e.n = k.n
  WHERE e.id = ? AND e.kind = ?`;

/** The natural key of an event as one text. */
export function keyOf(kind: EventKind, id: string): string {
  return `${kind} ${id}`;
}

/** Number of the event with a key, from the saved runs or the events after them. */
export function findEvent(db: DatabaseSync, kind: EventKind, id: string): number | undefined {
  const number = eventKinds.indexOf(kind);
  const found =
    db.prepare(findByKey).get(hashKey(keyOf(kind, id)).a, id, number) ??
    db.prepare(`SELECT n FROM event WHERE n > ${lastSaved} AND id = ? AND kind = ?`).get(id, number);
  return found && Number(found.n);
}

/** Writes one day's file, one transaction at a time. */
export class DayWriter {
  readonly #db: DatabaseSync;
  readonly #series: SeriesIndex;
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #saveKey: StatementSync;
  readonly #writeSummary: StatementSync;
  readonly #countLate: readonly StatementSync[];
  /** Hours since the epoch. */
  readonly #sealed: Set<number>;
  #unsealed = new Set<number>();
  #summary: Summary;

  constructor(file: string, options: OpenOptions) {
    const db = openForWriting(file, options);
    this.#db = db;
    this.#series = new SeriesIndex(db);
    this.#insert = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#find = db.prepare(findByKey);
    this.#saveKey = db.prepare('INSERT INTO key VALUES (?, ?, ?)');
    this.#writeSummary = db.prepare('UPDATE summary SET events = ?, next = ?, oldest = ?, newest = ?');
    this.#countLate = [
      db.prepare('INSERT INTO minute VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET n = n + 1'),
      db.prepare('INSERT INTO hour VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET n = n + 1'),
      db.prepare('INSERT INTO place VALUES (?1, ?2, ?3, ?4)'),
      db.prepare('INSERT INTO total VALUES (?1, 1) ON CONFLICT DO UPDATE SET n = n + 1'),
      db.prepare('UPDATE class SET n = n + 1 WHERE id = ?1'),
    ];
    this.#summary = readSummary(db);
    this.#sealed = new Set(readSealed(db));
    this.#unsealed = this.#findUnsealed();
  }

  get summary(): Readonly<Summary> {
    return this.#summary;
  }

  begin(): void {
    this.#db.exec('BEGIN IMMEDIATE');
  }

  /** Adds an event to the open transaction and returns its number within the day. */
  insert({ event, fields, body }: EncodedEvent): number {
    const { series, class: classId } = this.#series.idOf(event);
    const { time, id, title } = event;
    const summary = this.#summary;
    const n = summary.next;
    const kind = eventKinds.indexOf(event.kind);
    this.#insert.run(n, time, series, kind, id, title, fields, body);
    summary.events += 1;
    summary.next += 1;
    summary.oldest = Math.min(summary.oldest ?? time, time);
    summary.newest = Math.max(summary.newest ?? time, time);
    const hour = Math.floor(time / hourMs);
    if (!this.#sealed.has(hour)) this.#unsealed.add(hour);
    else this.#addLate(time, series, classId, n);
    return n;
  }

  /** Whether a saved run has the key. */
  has(kind: EventKind, id: string, hash: KeyHash): boolean {
    return this.#find.get(hash.a, id, eventKinds.indexOf(kind)) !== undefined;
  }

  commit(): void {
    const { events, next, oldest, newest } = this.#summary;
    this.#writeSummary.run(events, next, oldest, newest);
    this.#db.exec('COMMIT');
  }

  rollback(): void {
    // A full disk may have ended the transaction already.
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    this.#series.forget();
    this.#summary = readSummary(this.#db);
  }

  /** Counts the hours that ended by `before`, each in a transaction of its own. */
  seal(before: number): void {
    for (const hour of this.#unsealed) {
      if ((hour + 1) * hourMs > before) continue;
      this.#transact(() => this.#seal(hour));
      this.#unsealed.delete(hour);
      this.#sealed.add(hour);
    }
  }

  /** Deletes sample data; returns how many events went. */
  deleteSample(): number {
    const deleted = this.#transact(() => {
      const sample = (table: string): string => `(SELECT id FROM ${table} WHERE is_sample = 1)`;
      const { changes } = this.#db.prepare(`DELETE FROM event WHERE series IN ${sample('series')}`).run();
      this.#db.exec(`
        DELETE FROM place WHERE series IN ${sample('series')};
        DELETE FROM hour WHERE series IN ${sample('series')};
        DELETE FROM minute WHERE class IN ${sample('class')};
        DELETE FROM total WHERE series IN ${sample('series')};
        DELETE FROM series WHERE is_sample = 1;
        DELETE FROM class WHERE is_sample = 1;
        UPDATE summary SET events = (SELECT count(*) FROM event),
          oldest = (SELECT min(time) FROM event), newest = (SELECT max(time) FROM event);
      `);
      return Number(changes);
    });
    this.#series.forget();
    this.#summary = readSummary(this.#db);
    return deleted;
  }

  /** All keys of the day: those of the saved runs by their filter, the rest by name. */
  readKeys(): DayKeys {
    const saved = this.#db.prepare('SELECT keys, bits FROM seen ORDER BY segment').all();
    const filter = new KeyFilter(
      saved.map(({ keys, bits }) => ({ keys: Number(keys), bits: bits as Uint8Array })),
    );
    const keys: DayKeys = { filter, recent: new Map() };
    for (const row of this.#db.prepare(`SELECT n, kind, id FROM event WHERE n > ${lastSaved}`).iterate()) {
      const key = keyOf(eventKinds[Number(row.kind)] ?? 'event', String(row.id));
      filter.add(hashKey(key));
      keys.recent.set(key, Number(row.n));
    }
    return keys;
  }

  /** Saves the recent keys as a run, with the segments of the filter that changed. */
  saveKeys({ filter, recent }: DayKeys): void {
    const run = [...recent].map(([key, n]) => ({ hash: hashKey(key).a, n }));
    run.sort((a, b) => a.hash - b.hash);
    this.#transact(() => {
      const { lastInsertRowid } = this.#db
        .prepare('INSERT INTO run VALUES (NULL, ?)')
        .run(this.#summary.next - 1);
      for (const { hash, n } of run) this.#saveKey.run(lastInsertRowid, hash, n);
      const complete = Number(this.#db.prepare('SELECT coalesce(max(segment), 0) AS n FROM seen').get()?.n);
      const save = this.#db.prepare('INSERT OR REPLACE INTO seen VALUES (?, ?, ?)');
      for (const [index, { keys, bits }] of filter.segments.entries()) {
        if (index >= complete) save.run(index, keys, bits);
      }
    });
    recent.clear();
  }

  /** Moves the log into the file, so that a day that is over takes no more than it needs. */
  checkpoint(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.#db.close();
  }

  #addLate(time: number, series: number, classId: number, n: number): void {
    const [minute, hour, place, ofSeries, ofClass] = this.#countLate;
    const hourOf = Math.floor(time / hourMs);
    minute?.run(Math.floor(time / minuteMs), classId);
    hour?.run(hourOf, series);
    place?.run(hourOf, series, time, n);
    ofSeries?.run(series);
    ofClass?.run(classId);
  }

  #seal(hour: number): void {
    const [from, to] = [hour * hourMs, (hour + 1) * hourMs];
    const events = 'event AS e INDEXED BY event_time CROSS JOIN series AS s ON s.id = e.series';
    this.#db
      .prepare(
        `INSERT INTO place SELECT CAST(? AS INTEGER), series, time, n FROM event INDEXED BY event_time
         WHERE time >= ? AND time < ? ORDER BY series, time, n`,
      )
      .run(hour, from, to);
    this.#db
      .prepare('INSERT INTO hour SELECT hour, series, count(*) FROM place WHERE hour = ? GROUP BY series')
      .run(hour);
    this.#db
      .prepare(
        `INSERT INTO minute SELECT CAST(e.time / ${minuteMs} AS INTEGER) AS minute, s.class, count(*) FROM ${events}
         WHERE e.time >= ? AND e.time < ? GROUP BY 1, 2`,
      )
      .run(from, to);
    this.#db
      .prepare(
        `INSERT INTO total SELECT series, n FROM hour WHERE time = ?
         ON CONFLICT DO UPDATE SET n = n + excluded.n`,
      )
      .run(hour);
    this.#db
      .prepare(
        `UPDATE class SET n = class.n + m.n FROM (
           SELECT class, sum(n) AS n FROM minute WHERE time >= ? AND time < ? GROUP BY class
         ) AS m WHERE m.class = class.id`,
      )
      .run(from / minuteMs, to / minuteMs);
    this.#db.prepare('INSERT INTO sealed VALUES (?)').run(hour);
  }

  #findUnsealed(): Set<number> {
    const { oldest, newest } = this.#summary;
    const hours = new Set<number>();
    if (oldest === null || newest === null) return hours;
    for (let hour = Math.floor(oldest / hourMs); hour <= newest / hourMs; hour += 1) {
      if (!this.#sealed.has(hour)) hours.add(hour);
    }
    return hours;
  }

  #transact<T>(work: () => T): T {
    this.begin();
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }
}

function readSummary(db: DatabaseSync): Summary {
  return { ...(db.prepare('SELECT * FROM summary').get() as unknown as Summary) };
}

/** Hours since the epoch whose counts are complete. */
export function readSealed(db: DatabaseSync): number[] {
  return db
    .prepare('SELECT hour FROM sealed')
    .all()
    .map(({ hour }) => Number(hour));
}
