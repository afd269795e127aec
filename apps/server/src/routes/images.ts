import { type ImageCounters, type ImageRow, routes } from '@breakwater/api';
import { everything, type Filter, type ImageOrigin } from '@breakwater/model';
import { packageLicense } from '@breakwater/sbom';
import { isSbomFormat, reportFormats, toSbomDocument } from '@breakwater/scan';
import { images, type StateReader, type StoredImageReport } from '@breakwater/store';
import type { FastifyReply } from 'fastify';
import { exportedRecords } from '../all-records.ts';
import { audit } from '../audit.ts';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { readReport } from '../fleet/current-report.ts';
import { type ExportRow, sendExport } from '../http/export.ts';
import { type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import { contentTypeOf, fileNameOf } from '../images/download.ts';
import { receivedReport, runningTasksByDigest, storeReport } from '../images/image-results.ts';
import { imageRow } from '../images/image-summary.ts';
import { Owners, readOwnership } from '../notify/ownership.ts';
import { listPage } from './list-page.ts';

type Context = Pick<ServerContext, 'state' | 'now' | 'version'>;

const sortable = {
  scannedAt: 'lastScanAt',
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  fixable: 'fixable',
  exploited: 'knownExploited',
  packages: 'packages',
  size: 'size',
  repository: 'repository',
  reference: 'reference',
  status: 'status',
};

/** Results of image scans: one row per digest. */
export function imageHandlers({ state, now, version }: Context): readonly Handler[] {
  async function reportOf(digest: string, scope: Filter): Promise<StoredImageReport['report']> {
    const stored = await state.read((reader) => readReport(reader, scope, digest));
    if (stored === undefined) throw notFound(`image ${digest}`);
    return stored.record.report;
  }

  return [
    implement(routes.uploadImage, async ({ body, scope, caller, request }) => {
      const report = receivedReport(body.report);
      return state.transaction(async (transaction) => {
        const summary = await storeReport(
          transaction,
          scope,
          { report, origin: body.origin, isSample: false },
          new Date(now()),
        );
        const note = {
          actor: actorOf(caller),
          action: 'uploadImage',
          target: report.digest,
          outcome: 'done',
          address: request.ip,
          detail: { reference: report.reference, status: summary.status },
        } as const;
        await audit(transaction, note, now());
        return imageRow(summary, 0);
      });
    }),
    implement(routes.listImages, ({ query, scope }) =>
      state.read(async (reader) => {
        const running = await runningTasksByDigest(reader, scope);
        const page = await listPage(reader.table(images, scope), query, {
          sortable,
          defaultSort: '-scannedAt',
          view: (image): ImageRow => imageRow(image, running.get(image.digest) ?? 0),
        });
        return { ...page, counters: await countersOf(reader, scope, query.filter ?? everything) };
      }),
    ),
    implement(routes.getImage, ({ params, scope }) =>
      state.read(async (reader) => {
        const image = await reader.table(images, scope).get(params.digest);
        const stored = await readReport(reader, scope, params.digest);
        if (image === undefined || stored === undefined) throw notFound(`image ${params.digest}`);
        const running = await runningTasksByDigest(reader, scope);
        const owners = new Owners(reader, await readOwnership(reader));
        return {
          row: imageRow(image.record, running.get(params.digest) ?? 0),
          report: stored.record.report,
          verdicts: image.record.verdicts ?? [],
          licenseCategories: stored.record.report.sbom.packages.map((one) => packageLicense(one).category),
          owner: await owners.explain({}, params.digest, undefined),
        };
      }),
    ),
    implement(routes.getImageSbom, async ({ params, query: { format }, scope, reply }) => {
      const report = await reportOf(params.digest, scope);
      const document = isSbomFormat(format)
        ? toSbomDocument({ ...report, tags: [report.reference] }, format, new Date(report.scannedAt), version)
        : JSON.stringify(report.sbom);
      return send(reply, params.digest, format, document);
    }),
    implement(routes.getImageReport, async ({ params, query: { format }, scope, reply }) => {
      const report = await reportOf(params.digest, scope);
      const image = await state.read((reader) => reader.table(images, scope).get(params.digest));
      const write = reportFormats.get(format);
      if (write === undefined) throw new RangeError(`no report format ${format}`);
      const verdicts = image?.record.verdicts ?? [];
      const judged = verdicts.length === 0 ? report : { ...report, verdicts };
      return send(reply, params.digest, format, write(judged, version));
    }),
    implement(routes.exportImages, async ({ query, scope, reply }) => {
      const rows = exportedRecords(state, images, scope, query.filter);
      return sendExport(reply, query.format, 'breakwater-images', rows, (image) =>
        cellsOf(imageRow(image, 0)),
      );
    }),
  ];
}

function send(reply: FastifyReply, digest: string, format: string, document: string): undefined {
  reply
    .type(contentTypeOf(format))
    .header('content-disposition', `attachment; filename="${fileNameOf(digest, format)}"`)
    .send(document);
  return undefined;
}

async function countersOf(reader: StateReader, scope: Filter, filter: Filter): Promise<ImageCounters> {
  const table = reader.table(images, scope);
  const byStatus = new Map(
    (await table.countBy('status', { filter })).map(({ value, count }) => [value, count]),
  );
  const byOrigin: Partial<Record<ImageOrigin, number>> = {};
  for (const { value, count } of await table.countBy('origin', { filter })) {
    if (value !== null) byOrigin[String(value) as ImageOrigin] = count;
  }
  return {
    passed: byStatus.get('passed') ?? 0,
    failed: byStatus.get('failed') ?? 0,
    incomplete: byStatus.get('incomplete') ?? 0,
    byOrigin,
  };
}

function cellsOf(row: ImageRow): ExportRow {
  return {
    digest: row.digest,
    reference: row.reference,
    repository: row.repository,
    tag: row.tag,
    status: row.status,
    origins: row.origins.join(' '),
    ...row.counts,
    fixable: row.fixable,
    knownExploited: row.knownExploited,
    packages: row.packages,
    scannedAt: row.scannedAt,
  };
}
