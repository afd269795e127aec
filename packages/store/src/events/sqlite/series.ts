import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type StoredEvent, severityRank } from '@breakwater/model';
import { eventField } from '../../filter/event-field.ts';
import { itemsOf } from '../../filter/operand.ts';
import { seriesColumns } from './columns.ts';

type Value = string | number | null;

/** How many series of a day the writer remembers; beyond that it asks the file again. */
const remembered = 50_000;

/** Finds or makes the series of an event within one day's file. */
export class SeriesIndex {
  readonly #ids = new Map<string, number>();
  readonly #find: StatementSync;
  readonly #insert: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare('SELECT id FROM series WHERE hash = ?');
    const values = seriesColumns.map(() => '?').join(', ');
    this.#insert = db.prepare(`INSERT INTO series VALUES (NULL, ?, 0, ?, ${values})`);
  }

  idOf(event: StoredEvent): number {
    const values = valuesOf(event);
    const key = JSON.stringify([event.isSample, values]);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(key).digest().subarray(0, 16);
    const found = this.#find.get(hash)?.id;
    const id = found ?? this.#insert.run(hash, event.isSample ? 1 : 0, ...values).lastInsertRowid;
    if (this.#ids.size >= remembered) this.#ids.clear();
    this.#ids.set(key, Number(id));
    return Number(id);
  }

  /** To be called when series may have gone: a rolled-back transaction, a deletion. */
  forget(): void {
    this.#ids.clear();
  }
}

function valuesOf(event: StoredEvent): Value[] {
  return seriesColumns.map(([field]) => {
    if (field === 'severity') return severityRank(event.severity);
    const value = eventField(event, field);
    if (field === 'tag') return JSON.stringify(itemsOf(value));
    return value === undefined || value === null ? null : String(value);
  });
}
