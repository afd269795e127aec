/** Why reading failed, in plain words. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === 'unexpected end of file'
    ? 'the compressed file ends too early (truncated gzip)'
    : message;
}
