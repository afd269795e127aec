/** Keeps bytes by name from one scan to the next. Nothing depends on it but time: it may forget whatever it likes. */
export interface LayerCache {
  /** Undefined when there is nothing, or nothing that is whole. */
  readonly get: (name: string) => Promise<Buffer | undefined>;
  /** Never throws: what cannot be kept is not kept. */
  readonly put: (name: string, bytes: Buffer) => Promise<void>;
}
