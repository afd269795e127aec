import type { Severity } from '@breakwater/model';

/** What can stand on Home; the console has the words for each. */
export const homeItemKinds = [
  'exploited-image',
  'critical-image',
  'detections',
  'failing-check',
  'dead-tasks',
  'partial-inventory',
] as const;

export type HomeItemKind = (typeof homeItemKinds)[number];

/** One thing to do, ranked over all workflows. `subject`, `count` and `where` fill the words of its kind. */
export interface HomeItem {
  readonly kind: HomeItemKind;
  readonly severity: Severity;
  /** The image, rule, check or service it is about. */
  readonly subject: string;
  readonly count: number;
  readonly where?: string;
  /** What the console links to where the subject is only a name: the digest of an image. */
  readonly ref?: string;
}
