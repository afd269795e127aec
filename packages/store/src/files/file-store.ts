/** A kept file. `modifiedAt` is milliseconds since the epoch. */
export interface FileStat {
  readonly name: string;
  readonly size: number;
  readonly modifiedAt: number;
}

export interface StoredFile extends FileStat {
  /** SHA-256 of the content, hex. */
  readonly sha256: string;
}

export interface FileListQuery {
  /** Names that begin with it. */
  readonly prefix?: string;
  /** Names after this one: the last of the page before. */
  readonly after?: string;
  /** 1 to 1000; 1000 when absent. */
  readonly limit?: number;
}

/**
 * Captures, SBOM documents, reports, evidence: whole files by name. A name is 1 to 16 segments of
 * `A-Z a-z 0-9 . _ -` (none begins with a dot) separated by `/`, at most 512 characters; others throw InvalidName.
 * Every implementation passes `file-store.suite.ts`.
 */
export interface FileStore {
  /**
   * Durable and whole when it resolves; on any failure the former content, if any, is untouched.
   * Throws TooLarge beyond `maxBytes`, StoreFull when the disk is full, Conflict when a part of the name is a
   * folder here and a file there.
   */
  put(name: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredFile>;
  /** The content in chunks, which must be iterated (it holds the file open); undefined when there is no such file. */
  get(name: string): Promise<{ stat: FileStat; content: AsyncIterable<Uint8Array> } | undefined>;
  stat(name: string): Promise<FileStat | undefined>;
  /** False when there was none. */
  delete(name: string): Promise<boolean>;
  /** By name, ascending by code unit. */
  list(query?: FileListQuery): Promise<readonly FileStat[]>;
}
