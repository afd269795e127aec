/** Weights of CVSS 3.0 and 3.1 (specification section 7.4); a metric's letters to its number. */
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};

/** Privileges Required weighs more when the scope changes. */
const privileges: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  U: { N: 0.85, L: 0.62, H: 0.27 },
  C: { N: 0.85, L: 0.68, H: 0.5 },
};

/** Base score of CVSS 3.0 or 3.1 metrics; undefined when a base metric is missing or unknown. */
export function scoreV3(metrics: ReadonlyMap<string, string>): number | undefined {
  const scope = metrics.get('S') ?? '';
  const [av, ac, ui] = ['AV', 'AC', 'UI'].map((name) => weigh(name, metrics));
  const impacts = ['C', 'I', 'A'].map((name) => weigh(name, metrics));
  const pr = privileges[scope]?.[metrics.get('PR') ?? ''];
  if (av === undefined || ac === undefined || ui === undefined || pr === undefined) return undefined;
  let untouched = 1;
  for (const impact of impacts) {
    if (impact === undefined) return undefined;
    untouched *= 1 - impact;
  }
  const base = 1 - untouched;
  const impact = scope === 'C' ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  if (impact <= 0) return 0;
  const sum = impact + 8.22 * av * ac * pr * ui;
  return roundUp(Math.min(scope === 'C' ? 1.08 * sum : sum, 10));
}

function weigh(name: string, metrics: ReadonlyMap<string, string>): number | undefined {
  return weights[name]?.[metrics.get(name) ?? ''];
}

/** The specification's Roundup: up to one decimal, without the noise of binary fractions (3.1, appendix A). */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000);
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10;
}
