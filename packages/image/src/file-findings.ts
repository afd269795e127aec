import type { FileFinding, ImageLayer } from '@breakwater/model';
import type { GapLog } from './gap-log.ts';
import type { LayerFinding } from './layer/inspection.ts';
import type { FileBody } from './layer/layer-entry.ts';

/** Findings of one image; more than these nobody reads. */
const maxListed = 20_000;

/** The findings of all layers: by layer, path, line and check, however they came. */
export function listFindings(
  layers: readonly { readonly layer: ImageLayer; readonly findings: readonly LayerFinding[] }[],
  live: ReadonlySet<FileBody>,
  gaps: GapLog,
): readonly FileFinding[] {
  const listed = layers.flatMap(({ layer: { diffId }, findings }) =>
    findings
      .map(
        ({ path, body, finding }): FileFinding => ({
          ...finding,
          path,
          layer: diffId,
          isDeleted: !live.has(body),
        }),
      )
      .sort(byPlace),
  );
  return boundFindings(listed, gaps);
}

export function boundFindings(listed: readonly FileFinding[], gaps: GapLog): readonly FileFinding[] {
  if (listed.length <= maxListed) return listed;
  gaps.add('findings in files', `only the first ${maxListed} of ${listed.length} are listed`);
  return listed.slice(0, maxListed);
}

export function byPlace(a: FileFinding, b: FileFinding): number {
  return compare(a.path, b.path) || compare(a.line ?? 0, b.line ?? 0) || compare(a.checkId, b.checkId);
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
