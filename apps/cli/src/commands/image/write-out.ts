/** Writes to standard output and waits until it is taken; a reader that has gone away ends it quietly. */
export async function writeOut(text: string): Promise<void> {
  const { stdout } = process;
  await new Promise<void>((resolve, reject) => {
    stdout.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') resolve();
      else reject(error);
    });
    stdout.write(text, (error) => {
      if (error === null || error === undefined) resolve();
    });
  });
}
