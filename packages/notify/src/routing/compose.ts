import { type Severity, type StoredEvent, severityRank } from '@breakwater/model';
import { type Notification, type NotificationItem, type NotificationKind, oneLine } from '../notification.ts';

/** What is kept of a row until it is told. */
export interface NoticeContent {
  readonly title: string;
  readonly severity: Severity;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly facts: Notification['facts'];
  readonly url?: string;
  readonly account?: string;
  readonly rule?: string;
  readonly owners: readonly string[];
  /** Kind and id of the row. */
  readonly id: string;
}

/** By what rows of a route belong together. */
export const groupColumns = [
  'rule',
  'severity',
  'account',
  'region',
  'cluster',
  'service',
  'image',
  'owner',
  'user',
] as const;

export type GroupColumn = (typeof groupColumns)[number];

const maxItems = 20;
const fieldLimit = 500;

/** What people are told of a row. Fields of an event may hold anything: only names of places and things are passed on. */
export function noticeOf(
  row: StoredEvent,
  owners: readonly string[],
  consoleUrl: string | undefined,
): NoticeContent {
  const { place, kind, id } = row;
  const shown: readonly (readonly [string, unknown])[] = [
    ['Rule', row.rule],
    ['Source', row.source],
    ['Account', place.account],
    ['Region', place.region],
    ['Cluster', place.cluster],
    ['Service', place.service],
    ['Task', place.task],
    ['Container', place.container],
    ['Image', row.fields['image.reference'] ?? place.imageDigest],
    ['User', row.user],
    ['Package', row.fields['package.name']],
    ['Fixed in', row.fields['package.fixed_version']],
    ['Images', row.fields['images.count']],
    ['Running tasks', row.fields['tasks.count']],
    ['Owner', owners.join(', ')],
  ];
  return {
    id: `${kind}:${id}`,
    title: oneLine(row.title, fieldLimit),
    severity: row.severity,
    time: new Date(row.time).toISOString(),
    facts: shown.flatMap(([name, value]) =>
      value === undefined || value === null || value === ''
        ? []
        : [{ name, value: oneLine(String(value), fieldLimit) }],
    ),
    ...(consoleUrl === undefined
      ? {}
      : { url: `${consoleUrl}/events?open=${encodeURIComponent(`${kind}:${id}`)}` }),
    ...(place.account === undefined ? {} : { account: place.account }),
    ...(row.rule === undefined ? {} : { rule: row.rule }),
    owners,
  };
}

/** The group that a row belongs to. */
export function groupKeyOf(
  row: StoredEvent,
  owners: readonly string[],
  columns: readonly GroupColumn[],
): string {
  const { place } = row;
  const values: Readonly<Record<GroupColumn, string | undefined>> = {
    rule: row.rule ?? row.source,
    severity: row.severity,
    account: place.account,
    region: place.region,
    cluster: place.cluster,
    service: place.service,
    image: place.imageDigest,
    owner: owners.toSorted().join(' '),
    user: row.user,
  };
  return JSON.stringify(columns.map((column) => values[column] ?? ''));
}

export interface Together {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly groupKey: string;
  readonly route: string;
  /** How many there are; more than are given when not all were read. */
  readonly count?: number;
  readonly consoleUrl?: string;
}

/** One notification of what is to be told together; `contents` has at least one. */
export function compose(contents: readonly NoticeContent[], together: Together): Notification {
  const { id, kind, groupKey, route, consoleUrl } = together;
  const sorted = contents.toSorted(
    (a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.time < b.time ? 1 : -1),
  );
  const [worst] = sorted;
  if (worst === undefined) throw new Error('a notification tells of one thing at least');
  const count = together.count ?? contents.length;
  const isSingle = kind === 'event' || kind === 'test';
  return {
    id,
    kind,
    groupKey,
    title: titleOf(kind, worst.title, count),
    severity: worst.severity,
    time: contents.reduce((newest, { time }) => (time > newest ? time : newest), worst.time),
    facts: isSingle ? worst.facts : summaryOf(contents, kind),
    items: sorted.slice(0, maxItems).map(itemOf),
    count,
    ...(isSingle
      ? given('url', worst.url)
      : given('url', consoleUrl === undefined ? undefined : `${consoleUrl}/events`)),
    ...given('account', same(contents.map(({ account }) => account))),
    ...given('rule', same(contents.map(({ rule }) => rule))),
    owners: [...new Set(contents.flatMap(({ owners }) => owners))].slice(0, maxItems),
    route,
  };
}

function titleOf(kind: NotificationKind, title: string, count: number): string {
  switch (kind) {
    case 'roll-up':
      return `${count} more: ${title}`;
    case 'digest':
      return count === 1 ? `Digest: ${title}` : `Digest of ${count}: ${title}`;
    case 'test':
      return `Test: ${title}`;
    case 'event':
      return title;
  }
}

/** Of many: how many of each severity, and the facts that all have in common. */
function summaryOf(contents: readonly NoticeContent[], kind: NotificationKind): Notification['facts'] {
  const counts = new Map<Severity, number>();
  for (const { severity } of contents) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  const bySeverity = [...counts]
    .toSorted(([a], [b]) => severityRank(a) - severityRank(b))
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ');
  const [first, ...rest] = contents;
  const common = (first?.facts ?? []).filter(({ name, value }) =>
    rest.every(({ facts }) => facts.some((fact) => fact.name === name && fact.value === value)),
  );
  return [{ name: kind === 'digest' ? 'Together' : 'More', value: bySeverity }, ...common];
}

function itemOf({ id, title, severity, time, url }: NoticeContent): NotificationItem {
  return { id, title, severity, time, ...given('url', url) };
}

function same(values: readonly (string | undefined)[]): string | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

function given<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}
