import { evaluatePolicy, type ImagePolicy } from '@breakwater/findings';
import { maskLine, maskSecrets } from '@breakwater/image';
import { everything, type Filter, type ImageOrigin, type ImageReport } from '@breakwater/model';
import {
  type ImagePlaces,
  type ImageSummary,
  imageReports,
  images,
  type StateReader,
  type StateTransaction,
  tasks,
} from '@breakwater/store';
import { summarizeReport } from './image-summary.ts';

const nowhere: ImagePlaces = {
  providers: [],
  accounts: [],
  regions: [],
  clusters: [],
  services: [],
  namespaces: [],
};

/** A result as it is kept: secrets that its sender did not mask are masked, and without a verdict it is judged here. */
export function receivedReport(
  report: ImageReport,
  policies: readonly ImagePolicy[],
  now: Date,
): ImageReport {
  const masked: ImageReport = {
    ...report,
    config: maskSecrets(report.config),
    layers: report.layers.map((layer) =>
      layer.createdBy === undefined ? layer : { ...layer, createdBy: maskLine(layer.createdBy) },
    ),
  };
  if (masked.verdicts.length > 0) return masked;
  return { ...masked, verdicts: policies.map((policy) => evaluatePolicy(policy, masked, now)) };
}

/** Keeps a result inside the scope of whoever brings it; replaces the older result of the digest. */
export async function storeReport(
  transaction: StateTransaction,
  scope: Filter,
  report: ImageReport,
  origin: ImageOrigin,
  isSample: boolean,
): Promise<ImageSummary> {
  const table = transaction.table(images, scope);
  const earlier = await table.get(report.digest);
  const places = await placesOf(transaction, report.digest);
  const summary = summarizeReport(report, origin, earlier?.record, places, isSample);
  await table.put(summary);
  await transaction
    .table(imageReports, scope)
    .put({ digest: report.digest, report, places, isSample: summary.isSample });
  return summary;
}

/** Tasks that run each digest now, within the scope. */
export async function runningTasksByDigest(
  reader: StateReader,
  scope: Filter,
): Promise<ReadonlyMap<string, number>> {
  const counts = await reader
    .table(tasks, scope)
    .countBy('image.digest', { filter: { op: '=', field: 'lastStatus', value: 'RUNNING' }, limit: 1000 });
  return new Map(counts.map(({ value, count }) => [String(value), count]));
}

/** Where tasks have run the image: what teams see it by. */
async function placesOf(reader: Pick<StateTransaction, 'table'>, digest: string): Promise<ImagePlaces> {
  const page = await reader
    .table(tasks, everything)
    .list({ filter: { op: '=', field: 'image.digest', value: digest }, limit: 1000 });
  if (page.rows.length === 0) return nowhere;
  const of = (key: 'provider' | 'account' | 'region' | 'cluster' | 'service' | 'namespace') =>
    [...new Set(page.rows.map(({ record }) => record.place[key]))].filter((value) => value !== undefined);
  return {
    providers: of('provider'),
    accounts: of('account'),
    regions: of('region'),
    clusters: of('cluster'),
    services: of('service'),
    namespaces: of('namespace'),
  };
}

/** Brings the places of an image up to date once another task runs it. */
export async function refreshPlaces(transaction: StateTransaction, digest: string): Promise<void> {
  const image = await transaction.table(images, everything).get(digest);
  const stored = await transaction.table(imageReports, everything).get(digest);
  if (image === undefined || stored === undefined) return;
  const places = await placesOf(transaction, digest);
  await transaction.table(images, everything).put({ ...image.record, places });
  await transaction.table(imageReports, everything).put({ ...stored.record, places });
}
