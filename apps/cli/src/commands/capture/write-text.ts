/** Writes to standard output and waits until it is taken; false: the reader has gone away. */
export function writeText(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => resolve(error === null || error === undefined));
  });
}
