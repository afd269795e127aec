import { findingId } from '@breakwater/findings';
import { type Filter, type Match, type Place, severityRank } from '@breakwater/model';
import {
  imagePackages,
  images,
  packageVariants,
  type StateReader,
  type StoredFinding,
  type StoredVariant,
  variantMatches,
} from '@breakwater/store';
import { readEvaluation } from './index-settings.ts';
import { decodeNumbers } from './number-list.ts';

/**
 * The vulnerabilities of an image as findings, the open ones first. A finding is as old as the image, or as the first advisory that
 * spoke of the package; what went with a newer advisory is resolved. undefined: no such image within the scope.
 */
export async function imageFindings(
  reader: StateReader,
  scope: Filter,
  digest: string,
): Promise<readonly StoredFinding[] | undefined> {
  const summary = (await reader.table(images, scope).get(digest))?.record;
  if (summary === undefined) return undefined;
  const image = (await reader.table(imagePackages).get(digest))?.record;
  if (image === undefined) return [];
  const lastSeen = (await readEvaluation(reader))?.at ?? summary.lastScanAt;
  const found: StoredFinding[] = [];
  for (const number of new Set(decodeNumbers(image.variants))) {
    const filter = { op: '=', field: 'number', value: String(number) } as const;
    const variant = (await reader.table(packageVariants).list({ filter, limit: 1 })).rows[0]?.record;
    if (variant === undefined) continue;
    const known = (await reader.table(variantMatches).get(variant.key))?.record;
    for (const finding of known?.findings ?? []) {
      const match = known?.matches.find(
        ({ id, aliases }) => id === finding.key || aliases.includes(finding.key),
      );
      // Resolved before the image was there: it never had it.
      if (finding.resolvedAt !== undefined && finding.resolvedAt <= image.firstSeen) continue;
      const identity = {
        type: 'vulnerability',
        subject: digest,
        key: `${finding.key} ${variant.package.purl}`,
      } as const;
      found.push({
        id: findingId(identity),
        ...identity,
        title: `${finding.key} in ${variant.package.name} ${variant.package.version}`,
        severity: match?.severity ?? 'info',
        status: finding.status,
        firstSeen: finding.firstSeen > image.firstSeen ? finding.firstSeen : image.firstSeen,
        lastSeen: finding.resolvedAt ?? lastSeen,
        ...(finding.resolvedAt === undefined ? {} : { resolvedAt: finding.resolvedAt }),
        place: { imageDigest: digest } satisfies Place,
        evidence: evidenceOf(variant, match),
        isSample: summary.isSample,
      });
    }
  }
  return found.sort(
    (a, b) =>
      Number(a.status === 'resolved') - Number(b.status === 'resolved') ||
      severityRank(a.severity) - severityRank(b.severity) ||
      (a.key < b.key ? -1 : 1),
  );
}

function evidenceOf(variant: StoredVariant, match: Match | undefined): StoredFinding['evidence'] {
  const { name, version, purl } = variant.package;
  return {
    package: { name, version, purl },
    ...(match === undefined
      ? {}
      : {
          fixState: match.fixState,
          ...(match.fixedVersion === undefined ? {} : { fixedVersion: match.fixedVersion }),
          details: match.details,
        }),
  };
}
