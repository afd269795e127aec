import type { FileFinding } from '@breakwater/model';
import type { LayerEntry } from './layer-entry.ts';

/** What an inspector says of a file, before anybody knows the layer it lies in or whether a later one deletes it. */
export type InspectedFinding = Omit<FileFinding, 'path' | 'layer' | 'isDeleted'>;

/**
 * Looks at every file of every layer while the layer goes by. A pure function of one member, so that what it says is kept with
 * the layer's digest. What it throws becomes a gap with the file's path.
 */
export interface FileInspector {
  readonly name: string;
  /** To be raised whenever it would say something else of the same file: what was kept of layers is then forgotten. */
  readonly version: number;
  /**
   * How many bytes of the content it wants to see, from the start: `entry.size` for all of them, 0 when the header says
   * enough. No more than `maxInspectedBytes` are shown.
   */
  readonly wants: (entry: LayerEntry) => number;
  /** `content` is shared with others: neither to be kept nor written to. */
  readonly inspect: (entry: LayerEntry, content: Uint8Array) => readonly InspectedFinding[];
  /**
   * Whether something may be missed in a file when less is shown than was wanted: then it counts as not examined.
   * Absent: never.
   */
  readonly needsAll?: (entry: LayerEntry) => boolean;
}
