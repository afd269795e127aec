import type { ImageRow } from '@breakwater/api';
import type { ImageOrigin, ImageReport, Severity } from '@breakwater/model';
import type { ImagePlaces, ImageSummary } from '@breakwater/store';

/** The row of an image's result; origins of an earlier result of the same digest are kept. */
export function summarizeReport(
  report: ImageReport,
  origin: ImageOrigin,
  earlier: ImageSummary | undefined,
  places: ImagePlaces,
  isSample: boolean,
): ImageSummary {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const match of report.matches) counts[match.severity] += 1;
  const tags = new Set(earlier?.tags ?? []);
  if (report.tag !== undefined) tags.add(report.tag);
  return {
    digest: report.digest,
    reference: report.reference,
    ...(report.registry === undefined ? {} : { registry: report.registry }),
    ...(report.repository === undefined ? {} : { repository: report.repository }),
    tags: [...tags],
    origins: [...new Set([...(earlier?.origins ?? []), origin])],
    status: statusOf(report),
    counts,
    packages: report.sbom.packages.length,
    fixable: report.matches.filter((match) => match.fixState === 'fixed').length,
    knownExploited: report.matches.filter((match) => match.isKnownExploited).length,
    lastScanAt: report.scannedAt,
    places,
    isSample: isSample && (earlier?.isSample ?? true),
  };
}

/** A result with gaps never reads as passed. */
function statusOf(report: ImageReport): ImageSummary['status'] {
  if (report.verdicts.some((verdict) => verdict.status === 'failed')) return 'failed';
  if (report.gaps.length > 0 || report.verdicts.some((verdict) => verdict.status === 'incomplete'))
    return 'incomplete';
  return 'passed';
}

export function imageRow(image: ImageSummary, runningTasks: number): ImageRow {
  const [tag] = image.tags;
  return {
    digest: image.digest,
    reference: image.reference,
    ...(image.repository === undefined ? {} : { repository: image.repository }),
    ...(tag === undefined ? {} : { tag }),
    status: image.status,
    origins: image.origins,
    counts: image.counts,
    fixable: image.fixable,
    knownExploited: image.knownExploited,
    packages: image.packages,
    scannedAt: image.lastScanAt,
    runningTasks,
    isSample: image.isSample,
  };
}
