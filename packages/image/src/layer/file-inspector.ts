import type { FileFinding } from '@breakwater/model';
import type { LayerEntry } from './layer-entry.ts';

/** What an inspector says of a file, before anybody knows the layer it lies in or whether a later one deletes it. */
export type InspectedFinding = Omit<FileFinding, 'path' | 'layer' | 'isDeleted'>;

/**
 * Looks at every file of every layer while the layer goes by. A pure function of one member, so that what it says is kept with
 * the layer's digest.
 */
export interface FileInspector {
  readonly name: string;
  /** How many bytes of the content it wants to see, from the start; 0 when the header says enough. */
  readonly wants: (entry: LayerEntry) => number;
  readonly inspect: (entry: LayerEntry, content: Uint8Array) => readonly InspectedFinding[];
}
