export interface Slots<T> {
  use<V>(work: (item: T) => Promise<V>): Promise<V>;
  /** Waits for the work that runs or waits, then disposes of every item. */
  close(dispose: (item: T) => void): Promise<void>;
}

/** At most `max` items, made when first needed; work waits in line for a free one. */
export function createSlots<T>(max: number, create: () => T): Slots<T> {
  const items: T[] = [];
  const free: T[] = [];
  const waiting: ((item: T) => void)[] = [];

  async function take(): Promise<T> {
    const item = free.pop();
    if (item !== undefined) return item;
    if (items.length >= max) return new Promise((resolve) => waiting.push(resolve));
    const made = create();
    items.push(made);
    return made;
  }

  function give(item: T): void {
    const next = waiting.shift();
    if (next === undefined) free.push(item);
    else next(item);
  }

  return {
    use: async (work) => {
      const item = await take();
      try {
        return await work(item);
      } finally {
        give(item);
      }
    },
    close: async (dispose) => {
      for (let closed = 0; closed < items.length; closed += 1) {
        dispose(free.pop() ?? (await new Promise<T>((resolve) => waiting.push(resolve))));
      }
      items.length = 0;
    },
  };
}
