import { type Match, ownNames } from '@breakwater/model';
import type { ImageScanCounts, StoredVariant, VulnerabilityCounts } from '@breakwater/store';
import type { FleetImage, VariantTable } from './read-fleet.ts';
import { CountSum, countMatches } from './vulnerability-counts.ts';

/** True when the data set is older than what the scan of the image knew. */
export function isScanNewer({ image }: Pick<FleetImage, 'image'>, newest: string | undefined): boolean {
  return image.newestAdvisory !== undefined && (newest === undefined || newest < image.newestAdvisory);
}

/** What counting an image may have to read, which is seldom. */
export interface CountSource {
  /** Of a variant of which VEX took something back. */
  readonly matchesOf: (variant: StoredVariant) => Promise<readonly Match[]>;
  readonly scannedIn: (digest: string) => Promise<ImageScanCounts['scanned']>;
}

/**
 * Counts the vulnerabilities of an image: of each package what the data set says, or what the scan said where the data set
 * knows nothing.
 */
export async function countImage(
  fleetImage: FleetImage,
  variants: VariantTable,
  newest: string | undefined,
  source: CountSource,
): Promise<VulnerabilityCounts> {
  const { image } = fleetImage;
  const isOlder = isScanNewer(fleetImage, newest);
  const isJudged = (number: number) => !isOlder && variants[number]?.judgement?.hasData === true;
  const sum = new CountSum();
  let needsScan = false;
  for (const number of fleetImage.variants) {
    const variant = variants[number];
    // Of what no advisory could be about, no scan found anything either.
    if (variant === undefined || variant.ecosystems.length === 0) continue;
    if (!isJudged(number)) needsScan = true;
    else if (variant.judgement?.counts !== undefined) sum.add(variant.judgement.counts);
  }
  const scanned = needsScan ? await source.scannedIn(image.digest) : [];
  for (const [number, counts] of scanned) if (!isJudged(number)) sum.add(counts);
  const taken = Map.groupBy(image.suppressed, ([number]) => number);
  for (const [number, entries] of taken) {
    const variant = variants[number];
    if (variant === undefined || !isJudged(number)) continue;
    const names = new Set(entries.flatMap(([, all]) => all));
    const gone = (await source.matchesOf(variant)).filter((match) => isNamed(match, names));
    const times = fleetImage.variants.filter((one) => one === number).length;
    sum.add(countMatches(gone), -times);
  }
  return sum.counts;
}

/** True when the vulnerability bears one of the names. */
export function isNamed(match: Match, names: ReadonlySet<string>): boolean {
  return ownNames(match).some((name) => names.has(name));
}
