import { routes } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import { compareReports } from '@breakwater/scan';
import { type ImageSummary, images, type StateReader } from '@breakwater/store';
import type { ServerContext } from '../context.ts';
import { readReport } from '../fleet/current-report.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import { runningTasksByDigest } from '../images/image-results.ts';
import { imageRow } from '../images/image-summary.ts';

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** What changed between two stored images. */
export function imageComparisonHandlers({ state }: Pick<ServerContext, 'state'>): readonly Handler[] {
  return [
    implement(routes.compareImages, ({ query, scope }) =>
      state.read(async (reader) => {
        const [from, to] = [
          await readImage(reader, scope, 'from', query.from),
          await readImage(reader, scope, 'to', query.to),
        ];
        const running = await runningTasksByDigest(reader, scope);
        return {
          from: imageRow(from.image, running.get(from.image.digest) ?? 0),
          to: imageRow(to.image, running.get(to.image.digest) ?? 0),
          ...compareReports(from.report, to.report),
          layers: { from: from.report.layers.length, to: to.report.layers.length },
          isPartial: from.report.gaps.length > 0 || to.report.gaps.length > 0,
        };
      }),
    ),
  ];
}

async function readImage(reader: StateReader, scope: Filter, which: string, name: string) {
  const image = digestForm.test(name)
    ? (await reader.table(images, scope).get(name))?.record
    : await newestOf(reader, scope, which, name);
  const stored = image === undefined ? undefined : await readReport(reader, scope, image.digest);
  if (image === undefined || stored === undefined) throw notFound(`${which}: image ${name}`);
  return { image, report: stored.record.report };
}

/** The image of a repository's tag that was scanned last. */
async function newestOf(
  reader: StateReader,
  scope: Filter,
  which: string,
  name: string,
): Promise<ImageSummary | undefined> {
  const colon = name.lastIndexOf(':');
  if (colon < 1 || name.includes('/', colon)) {
    throw new HttpError(
      400,
      'bad-image',
      `${which}: "${name}" is neither a sha256 digest nor REPOSITORY:TAG`,
    );
  }
  const page = await reader.table(images, scope).list({
    filter: {
      op: 'and',
      filters: [
        { op: '=', field: 'repository', value: name.slice(0, colon) },
        { op: '=', field: 'tag', value: name.slice(colon + 1) },
      ],
    },
    sort: [{ column: 'lastScanAt', direction: 'descending' }],
    limit: 1,
  });
  return page.rows[0]?.record;
}
