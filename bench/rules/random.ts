/** A small generator of numbers, the same on every run. */
export interface Random {
  /** A whole number below `limit`. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(values: readonly T[]) => T;
  readonly hex: (length: number) => string;
}

export function createRandom(seed: number): Random {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  let digits = '';
  while (digits.length < 2 ** 16)
    digits += below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return {
    below,
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
    hex: (length) => {
      const start = below(digits.length - length);
      return digits.slice(start, start + length);
    },
  };
}

/** One of the rows, as often as its weight says. */
export function weighted<T extends { readonly weight: number }>(rows: readonly T[]): (random: Random) => T {
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  return (random) => {
    let left = random.below(total);
    for (const row of rows) {
      left -= row.weight;
      if (left < 0) return row;
    }
    throw new Error('no rows');
  };
}
