import { type AdvisoryDatabase, type Imported, openCompiled, readImported } from '@breakwater/vuln';

/** The data set that scans and evaluations use. */
export interface DataSetInUse {
  readonly imported: Imported;
  readonly info: AdvisoryDatabase['info'];
}

interface Opened extends DataSetInUse {
  readonly database: AdvisoryDatabase;
  users: number;
}

/**
 * The advisory data that was imported last into a folder, kept open. Another import is seen by `refresh`; what works with the
 * older one finishes with it.
 */
export class DataSet {
  readonly #folder: string;
  #opened: Opened | undefined;
  #refreshing: Promise<boolean> | undefined;
  #problem: string | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get inUse(): DataSetInUse | undefined {
    return this.#opened;
  }

  /** Why the newest import is not used; undefined when it is, or when there is none. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Looks which data set was imported last. True when another one is in use now. */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#look().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Lends the database for some work; undefined when there is none. */
  async use<T>(work: (database: AdvisoryDatabase) => Promise<T>): Promise<T | undefined> {
    const opened = this.#opened;
    if (opened === undefined) return undefined;
    opened.users += 1;
    try {
      return await work(opened.database);
    } finally {
      opened.users -= 1;
      this.#closeUnused(opened);
    }
  }

  close(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened !== undefined) this.#closeUnused(opened);
  }

  async #look(): Promise<boolean> {
    const imported = await readImported(this.#folder);
    const before = this.#opened;
    if (imported === undefined || imported.path === before?.imported.path) {
      this.#problem = undefined;
      return false;
    }
    const database = await openCompiled(imported.path);
    this.#problem = database === undefined ? 'it is gone or damaged: import it again' : problemOf(database);
    if (database === undefined) return false;
    if (this.#problem !== undefined) {
      database.close();
      return false;
    }
    this.#opened = { imported, info: database.info, database, users: 0 };
    if (before !== undefined) this.#closeUnused(before);
    return true;
  }

  #closeUnused(opened: Opened): void {
    if (opened.users === 0 && opened !== this.#opened) opened.database.close();
  }
}

/** Of a data set that lacks a part no match means nothing: by it nothing is called resolved. */
function problemOf({ info }: AdvisoryDatabase): string | undefined {
  const [damaged] = info.damagedFiles;
  return damaged === undefined ? undefined : `${damaged.file}: ${damaged.message}; get the file again`;
}
