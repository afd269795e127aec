import type { GlobalCollection } from '../collection.ts';
import type { VulnerabilityCounts } from './package-variant.ts';

/** Which variants an image holds: its SBOM as the index keeps it, a few hundred bytes for a few hundred packages. */
export interface ImagePackages {
  readonly digest: string;
  /** Numbers of variants, ascending, one for each package of the SBOM: distances as base-128 numbers, in base64. */
  readonly variants: string;
  /** Vulnerabilities that VEX documents took back at the scan: they stay so. */
  readonly suppressed: readonly (readonly [variant: number, names: readonly string[]])[];
  /** ISO 8601: the latest advisory that the scan knew. An older data set changes nothing of the image. */
  readonly newestAdvisory?: string;
  /** ISO 8601, UTC: since when the image is known. */
  readonly firstSeen: string;
  /** What its row was counted by: a data set of this server, or the scan, which knew newer data. Absent: it is to be counted. */
  readonly countedBy?: 'data-set' | 'scan';
}

/** What the scan of an image found in each variant: what counts where no data set of this server can judge. */
export interface ImageScanCounts {
  readonly digest: string;
  readonly scanned: readonly (readonly [variant: number, counts: VulnerabilityCounts])[];
}

export const imagePackages: GlobalCollection<ImagePackages> = {
  kind: 'global',
  name: 'image-packages',
  key: (image) => image.digest,
  columns: {
    isCounted: { type: 'boolean', value: ({ countedBy }) => countedBy !== undefined, isRequired: true },
  },
};

/** Beside the packages, so that reading all of those does not read it. */
export const imageScanCounts: GlobalCollection<ImageScanCounts> = {
  kind: 'global',
  name: 'image-scan-counts',
  key: (image) => image.digest,
  columns: {},
};
