/** The operators of a filter, as pills, URLs and the API write them. */
export const filterOperators = [
  '=',
  '!=',
  'in',
  'not-in',
  'contains',
  'starts-with',
  'exists',
  '<',
  '<=',
  '>',
  '>=',
] as const;

export type FilterOperator = (typeof filterOperators)[number];

/**
 * A condition on stored records: one tree for pills, saved scopes, exports and live streams, compiled by
 * each store to its dialect with bound parameters. `field` is a common column or a Falco field name.
 *
 * A missing field matches only `!=`, `not-in` and the negation of `exists`.
 */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly op: 'not'; readonly filter: Filter }
  | { readonly op: 'exists'; readonly field: string }
  | { readonly op: 'in' | 'not-in'; readonly field: string; readonly value: readonly (string | number)[] }
  | {
      readonly op: Exclude<FilterOperator, 'exists' | 'in' | 'not-in'>;
      readonly field: string;
      readonly value: string | number;
    };

/** Matches everything: the scope "Everywhere". */
export const everything: Filter = { op: 'and', filters: [] };

/** Matches nothing: the scope of somebody without a team. */
export const nothing: Filter = { op: 'or', filters: [] };

/** Both conditions. */
export function allOf(...filters: readonly Filter[]): Filter {
  const kept = filters.filter((filter) => filter !== everything);
  return kept.length === 1 && kept[0] !== undefined ? kept[0] : { op: 'and', filters: kept };
}

/** Columns that every stored event, detection and transition has, by the names that filters use. */
export const commonColumns = [
  'time',
  'kind',
  'source',
  'rule',
  'severity',
  'provider',
  'account',
  'region',
  'cluster',
  'service',
  'task',
  'container',
  'namespace',
  'pod',
  'image.digest',
  'user',
  'team',
  'tag',
] as const;

export type CommonColumn = (typeof commonColumns)[number];
