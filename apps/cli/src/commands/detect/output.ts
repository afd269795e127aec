/** Standard output, written in order. */
export interface Output {
  readonly write: (text: string) => Promise<void>;
  readonly isClosed: boolean;
}

/** What may wait to be taken before writing waits too. */
const maxWaiting = 1024 * 1024;

/** Standard output with back-pressure; a reader that goes away ends the work quietly. */
export function createOutput(): Output {
  let isClosed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isClosed = true;
  });
  return {
    get isClosed() {
      return isClosed;
    },
    async write(text) {
      if (isClosed) return;
      if (process.stdout.writableLength < maxWaiting) process.stdout.write(text);
      else await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    },
  };
}
