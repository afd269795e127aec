/** One line on the standard error of a terminal that is written over; elsewhere silence. */
export interface Progress {
  readonly show: (text: string) => void;
  /** Takes the line away, before anything else is written. */
  readonly clear: () => void;
}

const minMsBetween = 100;

export function openProgress(stderr: NodeJS.WriteStream = process.stderr): Progress {
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} };
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (text) => {
      const now = performance.now();
      if (now - shownAt < minMsBetween) return;
      shownAt = now;
      stderr.write(`\r\u001b[K${text.slice(0, Math.max((stderr.columns ?? 80) - 1, 10))}`);
    },
    clear: () => {
      if (shownAt > Number.NEGATIVE_INFINITY) stderr.write('\r\u001b[K');
      shownAt = Number.NEGATIVE_INFINITY;
    },
  };
}
