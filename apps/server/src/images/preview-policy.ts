import type { ImagePolicyPreview, PreviewBody, PreviewChange } from '@breakwater/api';
import { everything, type Filter, type ImageReport, type PolicyVerdict } from '@breakwater/model';
import {
  type ImageSummary,
  imagePolicies,
  images,
  type StateReader,
  type StoredImagePolicy,
} from '@breakwater/store';
import { readReport } from '../fleet/current-report.ts';
import { readText } from './edit-image-policies.ts';
import { readPlaces } from './image-results.ts';
import { exceptionsOf, judgeBy, statusOf } from './judge-image.ts';
import { type PoliciesInForce, readPoliciesInForce } from './policies-in-force.ts';

/** Images of one answer: whoever asks goes on with its cursor, so that nobody waits for 10,000 images at once. */
const atOnce = 50;

/**
 * What a policy would change if it were saved and switched on: a part of the images in the scope, judged now and compared with
 * what their rows say. Every other policy stays as it is.
 */
export async function previewPolicy(
  reader: StateReader,
  scope: Filter,
  body: PreviewBody,
  now: Date,
): Promise<ImagePolicyPreview> {
  const policy = readText(body.text);
  const replaced =
    body.replaces === undefined ? undefined : await reader.table(imagePolicies).get(body.replaces);
  const inForce = await readPoliciesInForce(reader, now);
  const page = await reader.table(images, scope).list({
    limit: atOnce,
    ...(body.cursor === undefined ? {} : { cursor: body.cursor }),
  });
  const tried = { stored: draftOf(policy.name, body.text), policy };
  const counts = { selected: 0, newlyFailed: 0, newlyPassed: 0, newlyIncomplete: 0, failed: 0 };
  const changes: PreviewChange[] = [];
  for (const { record: image } of page.rows) {
    const stored = await readReport(reader, everything, image.digest);
    if (stored === undefined) continue;
    const { report } = stored.record;
    const known = { origins: image.origins, places: await readPlaces(reader, image.digest) };
    const verdict = judgeBy(tried, report, exceptionsOf(report, inForce), known, now);
    if (verdict !== undefined) counts.selected += 1;
    if (verdict?.status === 'failed') counts.failed += 1;
    const change = changeOf(image, report, verdict, replaced?.record, inForce);
    if (change === undefined) continue;
    changes.push(change);
    if (change.to === 'failed') counts.newlyFailed += 1;
    if (change.to === 'passed') counts.newlyPassed += 1;
    if (change.to === 'incomplete') counts.newlyIncomplete += 1;
  }
  return {
    examined: page.rows.length,
    total: page.total,
    ...counts,
    changes,
    ...(page.next === undefined ? {} : { nextCursor: page.next }),
  };
}

function changeOf(
  image: ImageSummary,
  report: ImageReport,
  verdict: PolicyVerdict | undefined,
  replaced: StoredImagePolicy | undefined,
  { policies }: PoliciesInForce,
): PreviewChange | undefined {
  const gone = new Set([replaced?.name, verdict?.policy]);
  const known = new Set(policies.map(({ stored }) => stored.name));
  const others = (image.verdicts ?? []).filter(({ policy }) => known.has(policy) && !gone.has(policy));
  const to = statusOf(report, verdict === undefined ? others : [...others, verdict]);
  if (to === image.status) return undefined;
  return {
    digest: image.digest,
    reference: image.reference,
    from: image.status,
    to,
    reasons: (verdict?.reasons ?? []).slice(0, 5),
  };
}

function draftOf(name: string, text: string): StoredImagePolicy {
  return { id: '', name, text, isEnabled: true, origin: 'custom', revision: 0, updatedAt: '', updatedBy: '' };
}
