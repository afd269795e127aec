import { createHash } from 'node:crypto';
import type { Place, Severity, StoredEvent } from '@breakwater/model';
import type { ImageSummary, StateTransaction } from '@breakwater/store';
import { postOutbox } from '../outbox.ts';

const severityOf: Readonly<Record<ImageSummary['status'], Severity>> = {
  failed: 'high',
  incomplete: 'medium',
  passed: 'info',
};
const maxListed = 20;

/** Leaves an event where the verdict of an image became another; nothing where it stayed. */
export async function postVerdictChange(
  transaction: StateTransaction,
  before: ImageSummary | undefined,
  image: ImageSummary,
  now: Date,
): Promise<void> {
  // What was never judged has no verdict that could change.
  if (before?.judgedBy === undefined && before?.verdicts === undefined) return;
  if (before.status === image.status || image.isSample) return;
  await postOutbox(transaction, [verdictEvent(before, image, now)], false);
}

function verdictEvent(before: ImageSummary, image: ImageSummary, now: Date): StoredEvent {
  const { digest, reference, status, verdicts = [] } = image;
  const failed = verdicts.filter((verdict) => verdict.status === 'failed').map(({ policy }) => policy);
  const words = {
    failed: `fails ${failed.length === 1 ? 'the policy' : 'the policies'} ${failed.slice(0, 3).join(', ')}`,
    incomplete: 'can no longer be judged completely',
    passed: 'passes its policies again',
  };
  return {
    kind: 'transition',
    id: createHash('sha256')
      .update(JSON.stringify([digest, before.status, status, now.toISOString()]))
      .digest('hex'),
    time: now.getTime(),
    source: 'image-policy',
    title: `${reference} ${words[status]}`,
    severity: severityOf[status],
    rule: 'image-verdict',
    place: placeOf(image),
    tags: ['verdict-change'],
    isSample: false,
    fields: {
      'finding.from': before.status,
      'finding.to': status,
      'image.reference': reference,
      'policies.failed': failed.slice(0, maxListed),
    },
    body: {
      from: before.status,
      to: status,
      images: [digest],
      reference,
      failedPolicies: failed.slice(0, maxListed),
    },
  };
}

/** The image, and where it runs as far as that is one place. */
function placeOf({ digest, places }: ImageSummary): Place {
  const one = (values: readonly string[]) => (values.length === 1 ? values[0] : undefined);
  const parts = {
    account: one(places.accounts),
    region: one(places.regions),
    cluster: one(places.clusters),
    service: one(places.services),
  };
  const known = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return { ...known, imageDigest: digest };
}
