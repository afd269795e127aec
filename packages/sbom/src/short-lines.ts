/** A longer line is none that the writer of a lock file made; expressions are not let loose on it. */
const maxLineLength = 8192;

/** The lines of a text, without those that are too long to be meant. */
export function shortLines(content: Buffer | string): readonly string[] {
  return content
    .toString()
    .split(/\r?\n/)
    .filter((line) => line.length <= maxLineLength);
}
