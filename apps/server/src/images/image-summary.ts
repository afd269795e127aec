import type { ImageRow } from '@breakwater/api';
import type { ImageOrigin, ImageReport, PolicyVerdict, Severity } from '@breakwater/model';
import type { ImagePlaces, ImageSummary } from '@breakwater/store';
import { statusOf } from './judge-image.ts';

/** What the row of an image takes from elsewhere than its report. */
export interface SummaryParts {
  readonly origins: readonly ImageOrigin[];
  readonly tags: readonly string[];
  readonly places: ImagePlaces;
  readonly verdicts: readonly PolicyVerdict[];
  /** Names what the verdicts rest on. */
  readonly judgedBy: string;
  readonly isSample: boolean;
}

/** The row of an image's result. */
export function summarizeReport(report: ImageReport, parts: SummaryParts): ImageSummary {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const match of report.matches) counts[match.severity] += 1;
  return {
    digest: report.digest,
    reference: report.reference,
    ...(report.registry === undefined ? {} : { registry: report.registry }),
    ...(report.repository === undefined ? {} : { repository: report.repository }),
    tags: parts.tags,
    origins: parts.origins,
    status: statusOf(report, parts.verdicts),
    counts,
    packages: report.sbom.packages.length,
    size: report.layers.reduce((sum, layer) => sum + layer.size, 0),
    fileFindings: report.fileFindings?.length ?? 0,
    fixable: report.matches.filter((match) => match.fixState === 'fixed').length,
    knownExploited: report.matches.filter((match) => match.isKnownExploited).length,
    lastScanAt: report.scannedAt,
    places: parts.places,
    verdicts: parts.verdicts,
    judgedBy: parts.judgedBy,
    isSample: parts.isSample,
  };
}

export function imageRow(image: ImageSummary, runningTasks: number): ImageRow {
  const [tag] = image.tags;
  return {
    digest: image.digest,
    reference: image.reference,
    ...(image.repository === undefined ? {} : { repository: image.repository }),
    ...(tag === undefined ? {} : { tag }),
    tags: image.tags,
    status: image.status,
    failedPolicies: (image.verdicts ?? []).flatMap(({ status, policy }) =>
      status === 'failed' ? [policy] : [],
    ),
    origins: image.origins,
    counts: image.counts,
    fixable: image.fixable,
    knownExploited: image.knownExploited,
    packages: image.packages,
    size: image.size ?? 0,
    fileFindings: image.fileFindings ?? 0,
    scannedAt: image.lastScanAt,
    runningTasks,
    isSample: image.isSample,
  };
}
