import { once } from 'node:events';

/** Writes to standard output and waits until it is taken; a reader that has gone away ends it quietly. */
export async function writeOut(text: string): Promise<void> {
  const { stdout } = process;
  let isClosed = false;
  stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isClosed = true;
  });
  if (!stdout.write(text) && !isClosed) await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]);
}
