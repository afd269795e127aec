/**
 * The common columns of a series by the names that filters use, and their SQL names. A series is one
 * combination of them: events repeat few combinations, so a day keeps each once and its events refer to it.
 */
export const seriesColumns = [
  ['kind', 'kind'],
  ['source', 'source'],
  ['rule', 'rule'],
  ['severity', 'severity'],
  ['provider', 'provider'],
  ['account', 'account'],
  ['region', 'region'],
  ['cluster', 'cluster'],
  ['service', 'service'],
  ['task', 'task'],
  ['container', 'container'],
  ['namespace', 'namespace'],
  ['pod', 'pod'],
  ['image.digest', 'image_digest'],
  ['user', 'user'],
  ['team', 'team'],
  ['tag', 'tags'],
] as const;

export const seriesColumnOf: ReadonlyMap<string, string> = new Map(seriesColumns);

/**
 * The columns with few values. A class is one combination of them; minutes are counted by class, because
 * whole series are hardly ever seen twice in a minute.
 */
export const classColumns: readonly (typeof seriesColumns)[number][0][] = [
  'kind',
  'source',
  'severity',
  'provider',
  'account',
  'region',
  'cluster',
  'team',
];

export const classColumnSet: ReadonlySet<string> = new Set(classColumns);
