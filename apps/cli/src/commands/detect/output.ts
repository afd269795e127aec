/** Standard output, written in order. */
export interface Output {
  readonly write: (text: string) => Promise<void>;
  readonly isClosed: boolean;
}

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
      if (isClosed || process.stdout.write(text)) return;
      await new Promise<void>((resolve) => {
        process.stdout.once('drain', resolve);
        process.stdout.once('close', resolve);
        process.stdout.once('error', () => resolve());
      });
    },
  };
}
