import { type EventKind, type Provider, type StoredEvent, severities, severityRank } from '@breakwater/model';
import type { DuckDBValue } from '@duckdb/node-api';
import { encodeJson } from '../encode.ts';

export function valuesOf(event: StoredEvent): DuckDBValue[] {
  const { place } = event;
  return [
    BigInt(event.time),
    event.kind,
    event.id,
    event.title,
    event.isSample,
    severityRank(event.severity),
    event.source,
    event.rule ?? null,
    place.provider ?? null,
    place.account ?? null,
    place.region ?? null,
    place.cluster ?? null,
    place.service ?? null,
    place.task ?? null,
    place.container ?? null,
    place.namespace ?? null,
    place.pod ?? null,
    place.imageDigest ?? null,
    event.user ?? null,
    event.team ?? null,
    encodeJson(event.tags),
    encodeJson(event.fields),
    encodeJson(event.body),
  ];
}

export function eventOf(row: readonly DuckDBValue[]): StoredEvent {
  const [time, kind, id, title, isSample, severity, source, rule, provider, account, region, cluster] = row;
  const [service, task, container, namespace, pod, imageDigest, user, team, tags, fields, body] =
    row.slice(12);
  return {
    kind: kind as EventKind,
    id: String(id),
    time: Number(time),
    source: String(source),
    title: String(title),
    severity: severities[Number(severity)] ?? 'info',
    ...(rule !== null && { rule: String(rule) }),
    place: {
      ...(provider !== null && { provider: provider as Provider }),
      ...(account !== null && { account: String(account) }),
      ...(region !== null && { region: String(region) }),
      ...(cluster !== null && { cluster: String(cluster) }),
      ...(service !== null && { service: String(service) }),
      ...(task !== null && { task: String(task) }),
      ...(container !== null && { container: String(container) }),
      ...(namespace !== null && { namespace: String(namespace) }),
      ...(pod !== null && { pod: String(pod) }),
      ...(imageDigest !== null && { imageDigest: String(imageDigest) }),
    },
    ...(user !== null && { user: String(user) }),
    ...(team !== null && { team: String(team) }),
    tags: JSON.parse(String(tags)),
    isSample: isSample === true,
    fields: JSON.parse(String(fields)),
    body: JSON.parse(String(body)),
  };
}
