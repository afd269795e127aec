import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AdvisoryInfo, CveFacts } from './advisory.ts';
import type { OsvRecord } from './osv-record.ts';

/** What is kept of a record that was written, to tell whether another of its id takes its place. */
interface Written {
  readonly modified: string;
  /** Of the record's content. */
  readonly hash: string;
  /** Absent when the record only says that there is no vulnerability. */
  readonly row?: number;
}

/**
 * Writes records into the tables of a new database. Two records of one id: the later modified one counts, as when a download and
 * a newer correction of it are read together; of equal ones, one; different ones of the same date both.
 */
export class AdvisoryWriter {
  readonly #database: DatabaseSync;
  readonly #insert: ReturnType<typeof prepareInserts>;
  readonly #packages = new Map<string, number>();
  readonly #written = new Map<string, Written>();
  readonly #superseded: number[] = [];
  #advisories = 0;
  #entries = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = prepareInserts(database);
  }

  /** Notes that a record is withdrawn or no vulnerability; false: a later record of the id is there. */
  dismiss(id: string, modified: string | undefined): boolean {
    return this.#takesPlace(id, { modified: modified ?? '', hash: '' });
  }

  /** Writes a record; false: another of its id stays. */
  add({ advisory, modified, affected }: OsvRecord): boolean {
    const body = JSON.stringify(advisory);
    const statements = affected.map(
      ({ ecosystem, name, ...statement }) => [ecosystem, name, JSON.stringify(statement)] as const,
    );
    const hash = createHash('sha1').update(body).update(JSON.stringify(statements)).digest('base64');
    const row = this.#advisories + 1;
    if (!this.#takesPlace(advisory.id, { modified: modified ?? '', hash, row })) return false;
    this.#advisories = row;
    this.#insert.advisory.run(row, body);
    for (const [ecosystem, name, statement] of statements) {
      this.#entries += 1;
      this.#insert.affected.run(this.#packageId(ecosystem, name), row, this.#entries, statement);
    }
    return true;
  }

  addCve(cve: string, facts: CveFacts): void {
    this.#insert.cve.run(cve, JSON.stringify(facts));
  }

  /** Drops superseded records. Returns how many records stay, and how many of them in each ecosystem. */
  settle(): { readonly records: number; readonly ecosystems: Readonly<Record<string, number>> } {
    for (const table of ['affected WHERE advisory', 'advisory WHERE id']) {
      this.#database
        .prepare(`DELETE FROM ${table} IN (SELECT value FROM json_each(?))`)
        .run(JSON.stringify(this.#superseded));
    }
    const counts = this.#database
      .prepare(
        `SELECT ecosystem, count(DISTINCT advisory) AS records FROM affected JOIN package ON package.id = affected.package
         GROUP BY ecosystem ORDER BY ecosystem`,
      )
      .all();
    return {
      records: this.#advisories - this.#superseded.length,
      ecosystems: Object.fromEntries(counts.map(({ ecosystem, records }) => [ecosystem, Number(records)])),
    };
  }

  addInfo(info: AdvisoryInfo): void {
    this.#insert.info.run(JSON.stringify(info));
  }

  #takesPlace(id: string, record: Written): boolean {
    const earlier = this.#written.get(id);
    if (earlier !== undefined) {
      if (earlier.hash === record.hash || earlier.modified > record.modified) return false;
      if (earlier.modified < record.modified && earlier.row !== undefined) this.#superseded.push(earlier.row);
    }
    this.#written.set(id, record);
    return true;
  }

  #packageId(ecosystem: string, name: string): number {
    const key = `${ecosystem}\0${name}`;
    const known = this.#packages.get(key);
    if (known !== undefined) return known;
    const id = this.#packages.size + 1;
    this.#packages.set(key, id);
    this.#insert.package.run(id, ecosystem, name);
    return id;
  }
}

function prepareInserts(database: DatabaseSync) {
  return {
    advisory: database.prepare('INSERT INTO advisory (id, body) VALUES (?, ?)'),
    package: database.prepare('INSERT INTO package (id, ecosystem, name) VALUES (?, ?, ?)'),
    affected: database.prepare('INSERT INTO affected (package, advisory, entry, body) VALUES (?, ?, ?, ?)'),
    cve: database.prepare('INSERT INTO cve (id, body) VALUES (?, ?)'),
    info: database.prepare("INSERT INTO info (key, body) VALUES ('info', ?)"),
  };
}
