import type { TarEntryType } from '../tar/tar-entry.ts';

/** Content of a file: one for all names that are hard links to it. */
export interface FileBody {
  /** Index of the layer that holds it, and its place among the members of that layer's tar. */
  readonly layer: number;
  readonly ordinal: number;
  readonly size: number;
  readonly isSparse: boolean;
  /** Present once somebody asked for it and it was read; of a condensed file, what was kept of it. */
  content: Buffer | undefined;
  /** Name of the condenser that made `content` of the file. */
  condensedBy?: string;
  /** Was asked for, and turned out to be nothing that anybody wants. */
  isDeclined?: boolean;
}

/** A member of a layer whose path was judged: inside the root, normal form. */
export interface LayerEntry {
  readonly path: string;
  readonly type: TarEntryType;
  readonly mode: number;
  readonly size: number;
  readonly linkPath: string;
  /** Files only. */
  readonly body: FileBody | undefined;
}
