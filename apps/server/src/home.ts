import type { HomeItem } from '@breakwater/api';
import { type Filter, type Severity, severityRank } from '@breakwater/model';
import {
  coverage,
  type EventStore,
  findings,
  images,
  type StateReader,
  type StateStore,
  tasks,
} from '@breakwater/store';

const dayMs = 86_400_000;
const perWorkflow = 5;
const shown = 12;

/** What to do first within the scope, most urgent first: each workflow brings its worst few. */
export async function homeItems(
  state: StateStore,
  events: EventStore,
  scope: Filter,
  now: number,
): Promise<readonly HomeItem[]> {
  const fromState = await state.read(async (reader) => [
    ...(await imageItems(reader, scope)),
    ...(await checkItems(reader, scope)),
    ...(await taskItems(reader, scope, now)),
    ...(await coverageItems(reader, scope)),
  ]);
  const items = [...fromState, ...(await detectionItems(events, scope, now))];
  items.sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || b.count - a.count);
  return items.slice(0, shown);
}

async function imageItems(reader: StateReader, scope: Filter): Promise<readonly HomeItem[]> {
  const page = await reader.table(images, scope).list({
    filter: { op: '=', field: 'status', value: 'failed' },
    sort: [
      { column: 'knownExploited', direction: 'descending' },
      { column: 'critical', direction: 'descending' },
    ],
    limit: perWorkflow,
  });
  return page.rows.map(({ record }) => {
    const isExploited = record.knownExploited > 0;
    return {
      kind: isExploited ? 'exploited-image' : 'critical-image',
      severity: isExploited ? 'critical' : 'high',
      subject: record.reference,
      count: isExploited ? record.knownExploited : record.counts.critical,
      ref: record.digest,
    };
  });
}

async function checkItems(reader: StateReader, scope: Filter): Promise<readonly HomeItem[]> {
  const items: HomeItem[] = [];
  for (const severity of ['critical', 'high'] satisfies Severity[]) {
    const filter: Filter = {
      op: 'and',
      filters: [
        { op: '=', field: 'status', value: 'open' },
        { op: '=', field: 'type', value: 'check' },
        { op: '=', field: 'severity', value: severity },
      ],
    };
    for (const { value, count } of await reader
      .table(findings, scope)
      .countBy('title', { filter, limit: perWorkflow })) {
      items.push({ kind: 'failing-check', severity, subject: String(value), count });
    }
  }
  return items.slice(0, perWorkflow);
}

async function taskItems(reader: StateReader, scope: Filter, now: number): Promise<readonly HomeItem[]> {
  const filters: readonly Filter[] = [
    { op: '>=', field: 'stoppedAt', value: new Date(now - dayMs).toISOString() },
    { op: '=', field: 'isExpected', value: 'false' },
  ];
  const page = await reader.table(tasks, scope).list({ filter: { op: 'and', filters }, limit: 1000 });
  const byService = new Map<string, { count: number; where: string }>();
  for (const { record } of page.rows) {
    const name = record.place.service ?? record.family ?? record.taskArn;
    const known = byService.get(name);
    byService.set(name, { count: (known?.count ?? 0) + 1, where: record.place.cluster ?? '' });
  }
  return [...byService]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, perWorkflow)
    .map(([subject, { count, where }]) => ({
      kind: 'dead-tasks',
      severity: count >= 3 ? 'high' : 'medium',
      subject,
      count,
      ...(where === '' ? {} : { where }),
    }));
}

async function coverageItems(reader: StateReader, scope: Filter): Promise<readonly HomeItem[]> {
  const counts = await reader.table(coverage, scope).countBy('region', {
    filter: { op: '!=', field: 'status', value: 'ok' },
    limit: perWorkflow,
  });
  return counts.map(({ value, count }) => ({
    kind: 'partial-inventory',
    severity: 'low',
    subject: String(value),
    count,
  }));
}

async function detectionItems(events: EventStore, scope: Filter, now: number): Promise<readonly HomeItem[]> {
  const items: HomeItem[] = [];
  for (const severity of ['critical', 'high'] satisfies Severity[]) {
    const filter: Filter = {
      op: 'and',
      filters: [
        { op: '=', field: 'kind', value: 'detection' },
        { op: '=', field: 'severity', value: severity },
      ],
    };
    const top = await events.top({
      scope,
      filter,
      from: now - dayMs,
      to: now + 60_000,
      field: 'rule',
      n: perWorkflow,
    });
    for (const { value, count } of top.entries) {
      items.push({ kind: 'detections', severity, subject: value, count });
    }
  }
  return items.slice(0, perWorkflow);
}
