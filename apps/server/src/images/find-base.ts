import { indexBases, knownImage, recogniseBase } from '@breakwater/image';
import type { Filter, ImageReport } from '@breakwater/model';
import { imageReports, type StateReader } from '@breakwater/store';

/** Images that have one layer of another as their uppermost; more are not looked at. */
const maxKnown = 200;

/** The report with the image that it was built on, where one within the scope was scanned; else as it is. */
export async function withBase(
  reader: StateReader,
  scope: Filter,
  report: ImageReport,
): Promise<ImageReport> {
  if ((report.baseImage?.layers ?? 0) > 0) return report;
  const lower = report.layers.slice(0, -1).map(({ diffId }) => diffId);
  if (lower.length === 0) return report;
  const filter: Filter = { op: 'in', field: 'topLayer', value: lower };
  const { rows } = await reader.table(imageReports, scope).list({ filter, limit: maxKnown });
  const known = rows.map(({ record }) => knownImage(record.report));
  const baseImage = recogniseBase(report.layers, indexBases(known), report.config.labels);
  return baseImage === undefined ? report : { ...report, baseImage };
}
