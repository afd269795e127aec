/** Milliseconds over all inputs: on the clock, and of processor time of this thread, which other programs disturb less. */
export interface Time {
  readonly wallMs: number;
  readonly processorMs: number;
}

/** Inputs that a variant takes in a row. */
const stretch = 20;

/**
 * Runs every variant over stretches of inputs, one after the other over the same stretch: what slows the machine for a
 * while slows all of them, so that their ratios hold, and what a variant remembers from one input to the next is met as
 * in use, not after the others drove it out of the caches. Clock: the fastest of the rounds; processor: their mean.
 */
export function timeEach<I, K extends string>(
  inputs: Iterable<I>,
  variants: Readonly<Record<K, (input: I, round: number) => unknown>>,
  rounds: number,
): Readonly<Record<K, Time>> {
  const names = Object.keys(variants) as K[];
  const wall = new Map<K, number>();
  const processor = new Map<K, number>();

  function measure(some: readonly I[]): void {
    const fastest = new Map<K, number>();
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) {
        const usage = process.threadCpuUsage();
        const start = performance.now();
        for (const input of some) variants[name](input, round);
        const time = performance.now() - start;
        const { user, system } = process.threadCpuUsage(usage);
        fastest.set(name, Math.min(fastest.get(name) ?? time, time));
        processor.set(name, (processor.get(name) ?? 0) + (user + system) / 1000 / rounds);
      }
    }
    for (const [name, time] of fastest) wall.set(name, (wall.get(name) ?? 0) + time);
  }

  let waiting: I[] = [];
  for (const input of inputs) {
    if (waiting.push(input) < stretch) continue;
    measure(waiting);
    waiting = [];
  }
  if (waiting.length > 0) measure(waiting);
  const times = names.map((name) => {
    return [name, { wallMs: wall.get(name) ?? 0, processorMs: processor.get(name) ?? 0 }] as const;
  });
  return Object.fromEntries(times) as Record<K, Time>;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
