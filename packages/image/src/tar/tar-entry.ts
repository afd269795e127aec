export type TarEntryType = 'file' | 'hard-link' | 'symlink' | 'directory' | 'other';

/** One member of a tar, before any judgement of its path. */
export interface TarEntry {
  /** As written, with pax and GNU long names applied. */
  readonly path: string;
  readonly type: TarEntryType;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  /** Size of the file; of a sparse file, its expanded size. */
  readonly size: number;
  /** Target of a link; empty otherwise. */
  readonly linkPath: string;
  /** The body holds only the parts that are not zeros; it cannot be read as content. */
  readonly isSparse: boolean;
}
