import { type EventKind, type Provider, type StoredEvent, severities } from '@breakwater/model';

/** Event kinds by the number that the `event` table keeps. */
export const eventKinds: readonly EventKind[] = ['event', 'detection', 'transition'];

/** A row of `event AS e JOIN series AS s`, as {@link rowColumns} selects it. */
export interface Row {
  readonly n: number;
  readonly time: number;
  readonly kind: EventKind;
  readonly id: string;
  readonly title: string;
  readonly fields: string;
  readonly body: string;
  readonly is_sample: number;
  readonly severity: number;
  readonly source: string;
  readonly rule: string | null;
  readonly provider: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly cluster: string | null;
  readonly service: string | null;
  readonly task: string | null;
  readonly container: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly image_digest: string | null;
  readonly user: string | null;
  readonly team: string | null;
  readonly tags: string;
}

export const rowColumns: string = [
  ...['n', 'time', 'id', 'title', 'fields', 'body'].map((name) => `e.${name}`),
  ...['kind', 'is_sample', 'severity', 'source', 'rule', 'provider', 'account', 'region'].map(
    (name) => `s.${name}`,
  ),
  ...['cluster', 'service', 'task', 'container', 'namespace', 'pod', 'image_digest'].map(
    (name) => `s.${name}`,
  ),
  ...['user', 'team', 'tags'].map((name) => `s.${name}`),
].join(', ');

export function eventOf(row: Row): StoredEvent {
  const { rule, user, team, provider, account, region, cluster, service, task, container } = row;
  const { namespace, pod, image_digest: imageDigest } = row;
  return {
    kind: row.kind,
    id: row.id,
    time: row.time,
    source: row.source,
    title: row.title,
    severity: severities[row.severity] ?? 'info',
    ...(rule !== null && { rule }),
    place: {
      ...(provider !== null && { provider: provider as Provider }),
      ...(account !== null && { account }),
      ...(region !== null && { region }),
      ...(cluster !== null && { cluster }),
      ...(service !== null && { service }),
      ...(task !== null && { task }),
      ...(container !== null && { container }),
      ...(namespace !== null && { namespace }),
      ...(pod !== null && { pod }),
      ...(imageDigest !== null && { imageDigest }),
    },
    ...(user !== null && { user }),
    ...(team !== null && { team }),
    tags: JSON.parse(row.tags),
    isSample: row.is_sample === 1,
    fields: JSON.parse(row.fields),
    body: JSON.parse(row.body),
  };
}
