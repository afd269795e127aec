/** Bounds of what a capture may ask for. One that is hit is told of. */
export interface CaptureLimits {
  /** Bytes of a block that lists processes, descriptors, users or interfaces. */
  readonly listBytes: number;
  /** Bytes of an event block. */
  readonly eventBytes: number;
  /** Bytes of the whole capture after decompression. */
  readonly totalBytes: number;
}

export const defaultCaptureLimits: CaptureLimits = {
  listBytes: 64 * 1024 * 1024,
  eventBytes: 16 * 1024 * 1024,
  totalBytes: 1024 * 1024 * 1024 * 1024,
};
