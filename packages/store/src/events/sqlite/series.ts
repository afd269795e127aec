import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type StoredEvent, severityRank } from '@breakwater/model';
import { eventField } from '../../filter/event-field.ts';
import { itemsOf } from '../../filter/operand.ts';
import { classColumns, seriesColumns } from './columns.ts';

type Value = string | number | null;

/** How many series of a day the writer remembers; beyond that it asks the file again. */
const remembered = 50_000;

interface SeriesId {
  readonly series: number;
  readonly class: number;
}

/** Finds or makes the series and the class of an event within one day's file. */
export class SeriesIndex {
  readonly #ids = new Map<string, SeriesId>();
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #findClass: StatementSync;
  readonly #insertClass: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare('SELECT id AS series, class FROM series WHERE hash = ?');
    this.#insert = db.prepare(`INSERT INTO series VALUES (NULL, ?, ?, ?, ${places(seriesColumns)})`);
    this.#findClass = db.prepare('SELECT id FROM class WHERE hash = ?');
    this.#insertClass = db.prepare(`INSERT INTO class VALUES (NULL, ?, 0, ?, ${places(classColumns)})`);
  }

  idOf(event: StoredEvent): SeriesId {
    const values = seriesColumns.map(([field]) => columnValue(event, field));
    const key = JSON.stringify([event.isSample, values]);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const hash = hashOf(key);
    const found = this.#find.get(hash);
    const id =
      found === undefined
        ? this.#add(event, hash, values)
        : { series: Number(found.series), class: Number(found.class) };
    if (this.#ids.size >= remembered) this.#ids.clear();
    this.#ids.set(key, id);
    return id;
  }

  /** To be called when series may have gone: a rolled-back transaction, a deletion. */
  forget(): void {
    this.#ids.clear();
  }

  #add(event: StoredEvent, hash: Buffer, values: readonly Value[]): SeriesId {
    const classId = this.#classOf(event);
    const { lastInsertRowid } = this.#insert.run(hash, classId, event.isSample ? 1 : 0, ...values);
    return { series: Number(lastInsertRowid), class: classId };
  }

  #classOf(event: StoredEvent): number {
    const values = classColumns.map((field) => columnValue(event, field));
    const hash = hashOf(JSON.stringify([event.isSample, values]));
    const found = this.#findClass.get(hash)?.id;
    return Number(found ?? this.#insertClass.run(hash, event.isSample ? 1 : 0, ...values).lastInsertRowid);
  }
}

function places(columns: readonly unknown[]): string {
  return columns.map(() => '?').join(', ');
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest().subarray(0, 16);
}

function columnValue(event: StoredEvent, field: string): Value {
  if (field === 'severity') return severityRank(event.severity);
  const value = eventField(event, field);
  if (field === 'tag') return JSON.stringify(itemsOf(value));
  return value === undefined || value === null ? null : String(value);
}
