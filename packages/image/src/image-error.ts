export type ImageErrorCode =
  | 'not-found'
  | 'not-an-image'
  | 'ambiguous-image'
  | 'no-such-image'
  | 'corrupt-archive'
  | 'truncated-archive'
  | 'missing-blob'
  | 'wrong-size'
  | 'wrong-digest'
  | 'wrong-diff-id'
  | 'bad-manifest'
  | 'bad-config'
  | 'corrupt-layer'
  | 'truncated-layer'
  | 'too-large'
  | 'unsupported'
  | 'bad-reference'
  | 'registry';

/** An image that cannot be read, or not be trusted: what is wrong, where, and what a person can do. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly code: ImageErrorCode;
  readonly what: string;
  /** File, blob or layer, and the byte where known. */
  readonly where: string;
  readonly remedy: string;

  constructor(code: ImageErrorCode, what: string, where: string, remedy: string, cause?: unknown) {
    super(`${where}: ${what}; ${remedy}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }
}
