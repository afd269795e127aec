import type { Distro, Package } from '@breakwater/model';
import { type AdvisoryDatabase, matchPackages, packageKeys } from '@breakwater/vuln';
import { distrosOf, type Label, rebuild, type SourceNames } from './labels.ts';
import { addOutcome, type Score, scoreOf } from './score.ts';

/** Labels where we say something else, for people to read. */
export interface Disagreement {
  readonly kind: 'false positive' | 'missed';
  readonly ecosystem: string;
  readonly vulnerability: string;
  readonly package: string;
  readonly version: string;
  readonly image: string;
}

export interface LabelJudgement {
  /** By ecosystem, and `all`. */
  readonly scores: ReadonlyMap<string, Score>;
  /** How many labels could not be judged, by reason. */
  readonly unjudged: ReadonlyMap<string, number>;
  readonly disagreements: readonly Disagreement[];
}

/**
 * Compares matches with labels. A label can be judged where the advisory data hold a record of the vulnerability (true label), or
 * any record, of a package of that name in its ecosystem (false label): what the data lack says nothing about matching.
 */
export function judgeLabels(
  labels: readonly Label[],
  database: AdvisoryDatabase,
  sources: SourceNames,
): LabelJudgement {
  const distros = distrosOf(labels);
  const scores = new Map<string, Score>();
  const unjudged = new Map<string, number>();
  const disagreements: Disagreement[] = [];
  const judgeOnce = memory(database);
  for (const label of labels) {
    const outcome = judgeLabel(label, distros.get(label.image), sources, judgeOnce);
    if (typeof outcome === 'string') {
      unjudged.set(outcome, (unjudged.get(outcome) ?? 0) + 1);
      continue;
    }
    const { ecosystem, isFound } = outcome;
    const isTrue = label.label === 'TP';
    for (const key of ['all', ecosystem]) scores.set(key, addOutcome(scores.get(key), isTrue, isFound));
    if (isTrue === isFound) continue;
    disagreements.push({
      kind: isFound ? 'false positive' : 'missed',
      ecosystem,
      vulnerability: label.vuln,
      package: label.package ?? '',
      version: label.version ?? '',
      image: label.image.replace(/@sha256:(.{12}).*$/, '@$1'),
    });
  }
  const sorted = [...scores].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    scores: new Map(sorted.map(([key, score]) => [key, scoreOf(score)])),
    unjudged: new Map([...unjudged].sort((a, b) => b[1] - a[1])),
    disagreements,
  };
}

interface Known {
  readonly ecosystem: string;
  /** Every id that the data have of the package, and those that its version matches. */
  readonly ids: ReadonlySet<string>;
  readonly matched: ReadonlySet<string>;
}

type JudgeOnce = (reading: Package, distro: Distro | undefined) => Known | undefined;

function judgeLabel(
  label: Label,
  distro: Distro | undefined,
  sources: SourceNames,
  judgeOnce: JudgeOnce,
): { readonly ecosystem: string; readonly isFound: boolean } | string {
  if (label.label === '??') return 'undecided by its authors';
  const rebuilt = rebuild(label, distro, sources);
  if (typeof rebuilt === 'string') return rebuilt;
  const known = rebuilt.readings.flatMap((reading) => judgeOnce(reading, rebuilt.distro) ?? []);
  if (known.length === 0) return 'no record of a package of that name';
  const wanted = [label.vuln, ...(label.cve === undefined ? [] : [label.cve])];
  const about = known.filter(({ ids }) => wanted.some((id) => ids.has(id)));
  if (label.label === 'TP' && about.length === 0) return 'no record of that vulnerability of the package';
  const found = known.find(({ matched }) => wanted.some((id) => matched.has(id)));
  const { ecosystem } = found ?? about[0] ?? known[0] ?? { ecosystem: 'unknown' };
  return { ecosystem, isFound: found !== undefined };
}

/** Labels name the same package again and again. */
function memory(database: AdvisoryDatabase): JudgeOnce {
  const known = new Map<string, Known | undefined>();
  return (reading, distro) => {
    const key = `${distro?.id ?? ''} ${distro?.version ?? ''} ${reading.purl}`;
    if (!known.has(key)) known.set(key, lookUp(reading, distro, database));
    return known.get(key);
  };
}

function lookUp(reading: Package, distro: Distro | undefined, database: AdvisoryDatabase): Known | undefined {
  const sbom = { packages: [reading], ...(distro === undefined ? {} : { distro }) };
  const variant = { package: reading, ...(distro === undefined ? {} : { distro }) };
  const keys = packageKeys(variant).filter(
    ({ ecosystem }) => database.info.ecosystems[ecosystem] !== undefined,
  );
  const statements = keys.flatMap(({ ecosystem, name }) => database.affectedBy(ecosystem, name));
  const [key] = keys;
  if (key === undefined || statements.length === 0) return undefined;
  const ids = statements.flatMap(({ advisory }) => [advisory.id, ...advisory.aliases]);
  const { matches } = matchPackages(sbom, database);
  return {
    ecosystem: key.ecosystem,
    ids: new Set(ids),
    matched: new Set(matches.flatMap(({ id, aliases }) => [id, ...aliases])),
  };
}
