/**
 * A kind of file of which only facts are kept, for the whole may be large: programs, archives. It gets the content
 * once, while the layer goes by.
 */
export interface Condenser {
  /** Tells its files from others: `programs`. */
  readonly name: string;
  /** To be raised whenever it would keep something else of the same file: what was kept of layers is then forgotten. */
  readonly version: number;
  /** Cheap: is asked for every file that nobody wants whole. */
  readonly wants: (path: string, size: number, mode: number) => boolean;
  /** Judges by the first bytes: 16, fewer in a smaller file. */
  readonly isKind: (head: Buffer) => boolean;
  /** What is kept; undefined when there is nothing of interest. Damage is part of what is kept, never thrown. */
  readonly condense: (content: Buffer, path: string) => Buffer | undefined;
}

/** What is wanted of a file: all of it, or what the first condenser of its kind makes of it. */
export type Keeping = 'whole' | readonly Condenser[];
