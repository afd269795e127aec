/** Compressed data that cannot be decompressed. */
export class DecompressionError extends Error {
  override readonly name = 'DecompressionError';
  readonly reason: 'corrupt' | 'truncated';

  constructor(reason: 'corrupt' | 'truncated', message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
