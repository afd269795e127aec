import type { Match } from '@breakwater/model';
import type { StoredVariant, VulnerabilityCounts } from '@breakwater/store';
import type { FleetImage } from './read-fleet.ts';
import { addCounts, countMatches, noCounts } from './vulnerability-counts.ts';

/** Of an image whose scan knew newer advisories than the data set in use: what the scan found stands. */
const scanStands = -1;
const printRange = 2 ** 40;

/** True when the data set is older than what the scan of the image knew. */
export function isScanNewer({ image }: Pick<FleetImage, 'image'>, newest: string | undefined): boolean {
  return image.newestAdvisory !== undefined && (newest === undefined || newest < image.newestAdvisory);
}

/** Stands for all that the data set says of an image: it differs when any match of it differs. */
export function printOf(
  image: FleetImage,
  variants: ReadonlyMap<number, StoredVariant>,
  newest: string | undefined,
): number {
  if (isScanNewer(image, newest)) return scanStands;
  let print = 0;
  for (const number of image.variants) {
    const judgement = variants.get(number)?.judgement;
    if (judgement?.hasData === true) print = (print + judgement.print) % printRange;
  }
  return print;
}

/**
 * Counts the vulnerabilities of an image: of each package what the data set says, or what the scan said where the data set
 * knows nothing. `matchesOf` is asked for variants of which VEX took something back.
 */
export async function countImage(
  fleetImage: FleetImage,
  variants: ReadonlyMap<number, StoredVariant>,
  newest: string | undefined,
  matchesOf: (variant: StoredVariant) => Promise<readonly Match[]>,
): Promise<VulnerabilityCounts> {
  const { image } = fleetImage;
  let sum = noCounts;
  const isJudged = (number: number) =>
    !isScanNewer(fleetImage, newest) && variants.get(number)?.judgement?.hasData === true;
  for (const number of fleetImage.variants) {
    const counts = isJudged(number) ? variants.get(number)?.judgement?.counts : undefined;
    if (counts !== undefined) sum = addCounts(sum, counts);
  }
  for (const [number, counts] of image.scanned) if (!isJudged(number)) sum = addCounts(sum, counts);
  const taken = Map.groupBy(image.suppressed, ([number]) => number);
  for (const [number, entries] of taken) {
    const variant = variants.get(number);
    if (variant === undefined || !isJudged(number)) continue;
    const names = new Set(entries.flatMap(([, all]) => all));
    const gone = (await matchesOf(variant)).filter((match) => isNamed(match, names));
    const times = fleetImage.variants.filter((one) => one === number).length;
    sum = addCounts(sum, countMatches(gone), -times);
  }
  return sum;
}

/** True when the vulnerability bears one of the names. */
export function isNamed({ id, aliases }: Match, names: ReadonlySet<string>): boolean {
  return names.has(id) || aliases.some((alias) => names.has(alias));
}
