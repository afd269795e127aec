import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanImage } from '@breakwater/sbom';
import { type AdvisoryDatabase, matchPackages, openAdvisories } from '@breakwater/vuln';
import { type ExpectedFinding, type Golden, judgeFindings, judgeGoldens } from './judge-goldens.ts';
import { type Disagreement, judgeLabels } from './judge-labels.ts';
import { readLabels, type SourceNames } from './labels.ts';
import type { Score } from './score.ts';

export interface Quality {
  /** `labels/npm`, `image/NAME`, `goldens`. */
  readonly scores: Readonly<Record<string, Score>>;
  /** Labels that could not be judged, by reason. */
  readonly unjudged: Readonly<Record<string, number>>;
  readonly disagreements: readonly Disagreement[];
  readonly wrongGoldens: readonly string[];
}

/** Where the goldens of our own are. */
const goldensFile = new URL('goldens.json', import.meta.url);

/** Compares matches with the label set, the findings known of images, and our own cases. `cases` holds `advisories` and `images`. */
export async function measureQuality(cases: string): Promise<Quality> {
  const advisories = join(cases, 'advisories');
  const database = await openAdvisories([advisories], join(tmpdir(), 'breakwater-quality'));
  try {
    const { images, sources } = await scanImages(join(cases, 'images'), database);
    const labels = readLabels(await readFile(join(advisories, 'match-labels.jsonl.gz')));
    const judged = judgeLabels(labels, database, sources);
    const goldens = JSON.parse(await readFile(goldensFile, 'utf8')) as readonly Golden[];
    const own = judgeGoldens(goldens, database);
    const byLabel = [...judged.scores].map(([name, score]): [string, Score] => [`labels/${name}`, score]);
    return {
      scores: Object.fromEntries([...byLabel, ...images, ['goldens', own.score]]),
      unjudged: Object.fromEntries(judged.unjudged),
      disagreements: judged.disagreements,
      wrongGoldens: own.wrong,
    };
  } finally {
    database.close();
  }
}

/** The scores of images whose findings are known, and the source names of all packages in the images. */
async function scanImages(
  folder: string,
  database: AdvisoryDatabase,
): Promise<{ readonly images: readonly [string, Score][]; readonly sources: SourceNames }> {
  const names = (await readdir(folder)).sort();
  const images: [string, Score][] = [];
  const sources = new Map<string, string>();
  for (const file of names.filter((name) => name.endsWith('.oci.tar'))) {
    const name = file.replace(/\.oci\.tar$/, '');
    const { sbom } = await scanImage(join(folder, file));
    for (const { type, name: binary, origin } of sbom.packages) {
      if (origin !== undefined) sources.set(`${type} ${binary}`, origin.name);
    }
    const beside = `${name}.findings.json`;
    if (!names.includes(beside)) continue;
    const { findings } = JSON.parse(await readFile(join(folder, beside), 'utf8')) as {
      findings: readonly ExpectedFinding[];
    };
    const actual = matchPackages(sbom, database).matches.map((match) => ({
      id: match.id,
      aliases: match.aliases,
      type: match.package.type,
      package: match.package.name,
      version: match.package.version,
    }));
    images.push([`image/${name}`, judgeFindings(findings, actual)]);
  }
  return { images, sources };
}
