import type { ImagePlace } from '@breakwater/findings';
import { maskLine, maskSecrets } from '@breakwater/image';
import { everything, type Filter, type ImageOrigin, type ImageReport } from '@breakwater/model';
import {
  type ImagePlaces,
  type ImageSummary,
  imageReports,
  images,
  type StateReader,
  type StateTransaction,
  type StoredImageReport,
  tasks,
} from '@breakwater/store';
import { indexPackages } from '../fleet/index-packages.ts';
import { postVerdictChange } from '../notify/verdict-events.ts';
import { withBase } from './find-base.ts';
import { summarizeReport } from './image-summary.ts';
import { judgeImage } from './judge-image.ts';
import { type PoliciesInForce, readPoliciesInForce } from './policies-in-force.ts';

const nowhere: ImagePlaces = {
  providers: [],
  accounts: [],
  regions: [],
  clusters: [],
  services: [],
  namespaces: [],
};

/** A result as it is kept: secrets that its sender did not mask are masked. */
export function receivedReport(report: ImageReport): ImageReport {
  return {
    ...report,
    config: maskSecrets(report.config),
    layers: report.layers.map((layer) =>
      layer.createdBy === undefined ? layer : { ...layer, createdBy: maskLine(layer.createdBy) },
    ),
    ...(report.fileFindings === undefined
      ? {}
      : {
          fileFindings: report.fileFindings.map((file) => ({ ...file, evidence: maskLine(file.evidence) })),
        }),
  };
}

export interface NewReport {
  readonly report: ImageReport;
  readonly origin: ImageOrigin;
  readonly isSample: boolean;
}

/**
 * Keeps a result inside the scope of whoever brings it, judged by the policies of the server; replaces the older result of the
 * digest, whose origins and tags stay.
 */
export async function storeReport(
  transaction: StateTransaction,
  scope: Filter,
  { report: received, origin, isSample }: NewReport,
  now: Date,
): Promise<ImageSummary> {
  const report = await withBase(transaction, scope, received);
  const table = transaction.table(images, scope);
  const earlier = (await table.get(report.digest))?.record;
  const inForce = await readPoliciesInForce(transaction, now);
  const places = await placesOf(transaction, report.digest);
  const origins = [...new Set([...(earlier?.origins ?? []), origin])];
  const tags = new Set(earlier?.tags ?? []);
  if (report.tag !== undefined) tags.add(report.tag);
  const summary = summarizeReport(report, {
    origins,
    tags: [...tags],
    places,
    verdicts: judgeImage(
      report,
      inForce,
      { origins, places: await readPlaces(transaction, report.digest) },
      now,
    ),
    judgedBy: inForce.name,
    isSample: isSample && (earlier?.isSample ?? true),
  });
  await table.put(summary);
  await postVerdictChange(transaction, earlier, summary, now);
  await transaction
    .table(imageReports, scope)
    .put({ digest: report.digest, report, places, isSample: summary.isSample });
  // What the sample shows does not depend on data that is imported later.
  if (!summary.isSample) await indexPackages(transaction, report, now.toISOString());
  return summary;
}

/** The row of a stored result anew: after its report, the policies or the accepted risks have changed. */
export function judgedAgain(
  image: ImageSummary,
  { report }: Pick<StoredImageReport, 'report'>,
  inForce: PoliciesInForce,
  runsAt: readonly ImagePlace[],
  now: Date,
): ImageSummary {
  const { origins, tags, places, isSample } = image;
  const verdicts = judgeImage(report, inForce, { origins, places: runsAt }, now);
  return summarizeReport(report, { origins, tags, places, isSample, verdicts, judgedBy: inForce.name });
}

/** Notes that an image was asked for in one more way, without another scan. */
export async function addOrigin(
  transaction: StateTransaction,
  scope: Filter,
  image: ImageSummary,
  origin: ImageOrigin,
  tag: string | undefined,
): Promise<void> {
  const origins = [...new Set([...image.origins, origin])];
  const tags = [...new Set([...image.tags, ...(tag === undefined ? [] : [tag])])];
  await transaction.table(images, scope).put({ ...image, origins, tags });
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

/** The places where tasks have run an image, each once: policies choose by them. */
export async function readPlaces(
  tables: Pick<StateReader, 'table'>,
  digest: string,
): Promise<readonly ImagePlace[]> {
  const page = await tables
    .table(tasks, everything)
    .list({ filter: { op: '=', field: 'image.digest', value: digest }, limit: 1000 });
  const places = new Map<string, ImagePlace>();
  for (const { place } of page.rows.map(({ record }) => record)) {
    const { account, region, cluster, service } = place;
    const one: ImagePlace = {
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(service === undefined ? {} : { service }),
    };
    places.set(JSON.stringify(one), one);
  }
  return [...places.values()];
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

/** Brings the places of an image up to date once another task runs it; policies may choose by them. */
export async function refreshPlaces(transaction: StateTransaction, digest: string): Promise<void> {
  const image = await transaction.table(images, everything).get(digest);
  const stored = await transaction.table(imageReports, everything).get(digest);
  if (image === undefined || stored === undefined) return;
  const places = await placesOf(transaction, digest);
  const { judgedBy: _, ...rest } = image.record;
  await transaction.table(images, everything).put({ ...rest, places });
  await transaction.table(imageReports, everything).put({ ...stored.record, places });
}
