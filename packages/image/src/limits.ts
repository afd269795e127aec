/** What reading one image may cost at most. A limit that bites is reported as a gap, never passed in silence. */
export interface ImageLimits {
  /** Uncompressed bytes of all layers together. */
  readonly maxTotalBytes: number;
  /** Uncompressed by compressed bytes of a layer; judged above `ratioFloorBytes`. */
  readonly maxRatio: number;
  /** Uncompressed bytes of a layer below which the ratio is not judged. */
  readonly ratioFloorBytes: number;
  /** Tar entries of all layers together. */
  readonly maxEntries: number;
  /** Bytes of one file whose content is read. */
  readonly maxFileBytes: number;
  /** Bytes of a program or archive of which only facts are kept. */
  readonly maxCondensedFileBytes: number;
  /** Bytes of one file that inspectors are shown. */
  readonly maxInspectedBytes: number;
  /** Findings of inspectors in one layer. */
  readonly maxFindings: number;
  /** Bytes of all contents kept in memory. */
  readonly maxContentBytes: number;
  /** Bytes of a path. */
  readonly maxPathBytes: number;
  /** Folders in a path. */
  readonly maxPathDepth: number;
  /** Layers of the image; 127 is what runtimes accept. */
  readonly maxLayers: number;
}

const MiB = 1024 * 1024;

export const defaultLimits: ImageLimits = {
  maxTotalBytes: 20 * 1024 * MiB,
  maxRatio: 500,
  ratioFloorBytes: 256 * MiB,
  maxEntries: 1_000_000,
  maxFileBytes: 64 * MiB,
  maxCondensedFileBytes: 512 * MiB,
  maxInspectedBytes: 16 * MiB,
  maxFindings: 10_000,
  maxContentBytes: 512 * MiB,
  maxPathBytes: 4096,
  maxPathDepth: 256,
  maxLayers: 512,
};
