/** The clouds and platforms that events and resources come from. */
export type Provider = 'aws' | 'azure' | 'gcp' | 'github' | 'okta' | 'kubernetes' | 'other';

/**
 * Where something is: the coordinates that a scope, a filter or a drill-down can bound.
 * A part that does not apply or is not known is absent, never empty text.
 */
export interface Place {
  readonly provider?: Provider;
  readonly account?: string;
  readonly region?: string;
  readonly cluster?: string;
  readonly service?: string;
  readonly task?: string;
  readonly container?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly imageDigest?: string;
}
