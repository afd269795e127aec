import {
  type Filter,
  type Gap,
  type ImageReport,
  type Match,
  ownNames,
  type Package,
} from '@breakwater/model';
import {
  imagePackages,
  imageReports,
  packageVariants,
  type Stored,
  type StoredImageReport,
  type StoredVariantMatches,
  variantMatches,
} from '@breakwater/store';
import { packageGap, packageOfGap, sortMatches, variantKey, variantOf } from '@breakwater/vuln';
import { isNamed, isScanNewer } from './count-image.ts';
import { readEvaluation, type Tables } from './index-settings.ts';
import { setAside } from './set-aside.ts';

const nothingFound: Pick<StoredVariantMatches, 'matches' | 'gaps'> = { matches: [], gaps: [] };

/** A stored report as of now; undefined when there is none within the scope. */
export async function readReport(
  tables: Tables,
  scope: Filter,
  digest: string,
): Promise<Stored<StoredImageReport> | undefined> {
  const stored = await tables.table(imageReports, scope).get(digest);
  if (stored === undefined) return undefined;
  const report = await currentReport(tables, stored.record.report);
  return { ...stored, record: { ...stored.record, report } };
}

/**
 * A report with what the newest advisory data says in place of what its scan knew. Of packages that no data set of this server
 * was asked about, and where the scan knew newer data, the scan's word stands. Verdicts are those of the scan.
 */
export async function currentReport(tables: Tables, report: ImageReport): Promise<ImageReport> {
  const evaluation = await readEvaluation(tables);
  const image = (await tables.table(imagePackages).get(report.digest))?.record;
  if (evaluation === undefined || image === undefined) return report;
  if (isScanNewer({ image }, evaluation.dataSet.newest)) return report;
  const found = await readJudgements(tables, report);
  if (found.size === 0) return report;
  const taken = setAside(report);
  const matches = report.sbom.packages.flatMap((target) => {
    const known = found.get(target);
    if (known === undefined) return report.matches.filter((match) => isAbout(match, target));
    return known.matches.map((match) => placed(match, target)).filter((match) => !isTaken(match, taken));
  });
  return {
    ...report,
    matches: sortMatches(matches),
    advisories: evaluation.dataSet,
    gaps: currentGaps(report, found),
  };
}

/** What is known of each package that was judged by data about it. */
async function readJudgements(
  tables: Tables,
  { sbom }: ImageReport,
): Promise<ReadonlyMap<Package, Pick<StoredVariantMatches, 'matches' | 'gaps'>>> {
  const found = new Map<Package, Pick<StoredVariantMatches, 'matches' | 'gaps'>>();
  for (const target of sbom.packages) {
    const key = variantKey(variantOf(target, sbom.distro));
    const variant = await tables.table(packageVariants).get(key);
    const judgement = variant?.record.judgement;
    if (judgement?.hasData !== true) continue;
    const isClean = judgement.print === 0;
    const stored = isClean ? undefined : await tables.table(variantMatches).get(key);
    found.set(target, stored?.record ?? nothingFound);
  }
  return found;
}

/** What the scan could not read stays; what advisories could not say is as of now. */
function currentGaps(
  { gaps, sbom }: ImageReport,
  found: ReadonlyMap<Package, Pick<StoredVariantMatches, 'gaps'>>,
): readonly Gap[] {
  const stay = gaps.filter((gap) => {
    if (gap.what === 'vulnerabilities') return false;
    const target = packageOfGap(gap, sbom.packages);
    return target === undefined || !found.has(target);
  });
  const byReason = new Map<string, Package[]>();
  for (const [target, known] of found) {
    for (const reason of known.gaps) byReason.set(reason, [...(byReason.get(reason) ?? []), target]);
  }
  return [...stay, ...[...byReason].sort().map(([reason, packages]) => packageGap(reason, packages))];
}

function isAbout(match: Match, target: Package): boolean {
  const { type, name, version, purl } = match.package;
  const isSame =
    type === target.type && name === target.name && version === target.version && purl === target.purl;
  return isSame && match.path === target.locations[0]?.path;
}

function isTaken(match: Match, taken: readonly Match[]): boolean {
  const names = new Set(
    taken.filter(({ package: { purl } }) => purl === match.package.purl).flatMap(ownNames),
  );
  return isNamed(match, names);
}

/** A match of a variant where this image has it. */
function placed(match: Match, target: Package): Match {
  const [location] = target.locations;
  const { details, ...rest } = match;
  return {
    ...rest,
    ...(location === undefined ? {} : { path: location.path }),
    ...(location?.layer === undefined ? {} : { layer: location.layer }),
    details,
  };
}
