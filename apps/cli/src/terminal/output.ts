/** Standard output, written in order. */
export interface Output {
  /** Returns when the text was taken or may wait; a reader that has gone away is no error: `isClosed` tells. */
  readonly write: (text: string) => Promise<void>;
  readonly isClosed: boolean;
}

/** What may wait to be taken before writing waits too. */
const maxWaiting = 1024 * 1024;

let opened: Output | undefined;

/** Standard output with back-pressure; a reader that goes away ends the work quietly. */
export function openOutput(): Output {
  opened ??= watchedOutput(process.stdout);
  return opened;
}

/** Writes one text and waits until it is taken. */
export async function writeOut(text: string): Promise<void> {
  const output = openOutput();
  await output.write(text);
  if (!output.isClosed) await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
}

function watchedOutput(stdout: NodeJS.WriteStream): Output {
  let isClosed = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isClosed = true;
  });
  return {
    get isClosed() {
      return isClosed;
    },
    async write(text) {
      if (isClosed) return;
      if (stdout.writableLength < maxWaiting) stdout.write(text);
      else await new Promise<void>((resolve) => stdout.write(text, () => resolve()));
    },
  };
}
