/** Weights of CVSS 2 (guide section 3.2.1). */
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: { N: 0, P: 0.275, C: 0.66 },
  I: { N: 0, P: 0.275, C: 0.66 },
  A: { N: 0, P: 0.275, C: 0.66 },
};

/** Base score of CVSS 2 metrics; undefined when a base metric is missing or unknown. */
export function scoreV2(metrics: ReadonlyMap<string, string>): number | undefined {
  const found: number[] = [];
  for (const [name, table] of Object.entries(weights)) {
    const weight = table[metrics.get(name) ?? ''];
    if (weight === undefined) return undefined;
    found.push(weight);
  }
  const [av = 0, ac = 0, au = 0, c = 0, i = 0, a = 0] = found;
  const impact = 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
  const exploitability = 20 * av * ac * au;
  const score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176);
  return Math.round(Math.max(score, 0) * 10) / 10;
}
