/** How matches compare with labels. Rates are 1 where nothing was to be found, or nothing was found. */
export interface Score {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly missed: number;
  readonly trueNegatives: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const none: Score = {
  truePositives: 0,
  falsePositives: 0,
  missed: 0,
  trueNegatives: 0,
  precision: 1,
  recall: 1,
  f1: 1,
};

/** Counts one more comparison; rates are left for `scoreOf`. */
export function addOutcome(score: Score | undefined, isTrue: boolean, isFound: boolean): Score {
  const { truePositives, falsePositives, missed, trueNegatives } = score ?? none;
  return {
    ...none,
    truePositives: truePositives + Number(isTrue && isFound),
    falsePositives: falsePositives + Number(!isTrue && isFound),
    missed: missed + Number(isTrue && !isFound),
    trueNegatives: trueNegatives + Number(!isTrue && !isFound),
  };
}

/** The score with its rates, to four places. */
export function scoreOf(score: Score): Score {
  const { truePositives, falsePositives, missed } = score;
  const precision = rate(truePositives, truePositives + falsePositives);
  const recall = rate(truePositives, truePositives + missed);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { ...score, precision: rounded(precision), recall: rounded(recall), f1: rounded(f1) };
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
