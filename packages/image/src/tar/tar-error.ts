/** A byte sequence that is no tar. `offset` counts bytes of the (uncompressed) tar. */
export class TarError extends Error {
  override readonly name = 'TarError';
  readonly reason: 'corrupt' | 'truncated';
  readonly offset: number;

  constructor(reason: 'corrupt' | 'truncated', what: string, offset: number) {
    super(`${what} at byte ${offset}`);
    this.reason = reason;
    this.offset = offset;
  }
}
