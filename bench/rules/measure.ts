/** Milliseconds over all inputs: on the clock, and of processor time of this thread, which other programs disturb less. */
export interface Time {
  readonly wallMs: number;
  readonly processorMs: number;
}

/**
 * Runs every variant over every input, one after the other on the same input: what slows the machine for a while
 * slows all of them, so that their ratios hold. Clock: the fastest of the rounds; processor: their mean.
 */
export function timeEach<I, K extends string>(
  inputs: Iterable<I>,
  variants: Readonly<Record<K, (input: I, round: number) => unknown>>,
  rounds: number,
): Readonly<Record<K, Time>> {
  const names = Object.keys(variants) as K[];
  const wall = new Map<K, number>();
  const processor = new Map<K, number>();
  for (const input of inputs) {
    const fastest = new Map<K, number>();
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) {
        const usage = process.threadCpuUsage();
        const start = performance.now();
        variants[name](input, round);
        const time = performance.now() - start;
        const { user, system } = process.threadCpuUsage(usage);
        fastest.set(name, Math.min(fastest.get(name) ?? time, time));
        processor.set(name, (processor.get(name) ?? 0) + (user + system) / 1000 / rounds);
      }
    }
    for (const [name, time] of fastest) wall.set(name, (wall.get(name) ?? 0) + time);
  }
  const times = names.map((name) => {
    return [name, { wallMs: wall.get(name) ?? 0, processorMs: processor.get(name) ?? 0 }] as const;
  });
  return Object.fromEntries(times) as Record<K, Time>;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
