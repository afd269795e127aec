const newline = 0x0a;

/** Line numbers, from 1, of places that are asked for in ascending order. */
export function createLineCounter(content: Uint8Array): (at: number) => number {
  let line = 1;
  let next = content.indexOf(newline);
  return (at) => {
    while (next !== -1 && next < at) {
      line += 1;
      next = content.indexOf(newline, next + 1);
    }
    return line;
  };
}
