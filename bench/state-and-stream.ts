import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { everything, type Filter } from '@breakwater/model';
import { findings, openJournalStream, openSqliteState, settings } from '@breakwater/store';

// State store (100,000 findings) and journalled stream. Arguments: folder to work in (default: a temporary one).
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
const rows: { what: string; value: number; unit: string }[] = [];

function report(what: string, value: number, unit: string): void {
  rows.push({ what, value: Math.round(value * 100) / 100, unit });
}

async function medianMs(rounds: number, work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await work(round);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

async function benchState(): Promise<void> {
  const store = openSqliteState({ path: join(folder, 'state.db'), now: Date.now });
  const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
  const total = 100_000;
  const start = performance.now();
  for (let first = 0; first < total; first += 1000) {
    const batch = Array.from({ length: 1000 }, (_, offset) => {
      const index = first + offset;
      return {
        id: `finding-${index}`,
        type: 'check' as const,
        subject: `arn:aws:ecs:eu-west-1:${index % 7}:service/${index}`,
        key: `check-${index % 40}`,
        title: `Finding ${index}`,
        severity: severities[index % 5] ?? 'low',
        status: 'open' as const,
        firstSeen: '2026-11-01T00:00:00.000Z',
        lastSeen: new Date(Date.UTC(2026, 10, 1) + index * 1000).toISOString(),
        place: { account: String(index % 7), region: 'eu-west-1', cluster: `cluster-${index % 20}` },
        evidence: { networkMode: 'bridge', index },
        isSample: false,
      };
    });
    await store.transaction((transaction) => transaction.table(findings, everything).putAll(batch));
  }
  report('findings put in batches of 1000', total / ((performance.now() - start) / 1000), 'records/s');

  const commit = await medianMs(100, (round) =>
    store.transaction((transaction) =>
      transaction.table(settings).put({ name: 'n', value: round, updatedAt: '', updatedBy: '' }),
    ),
  );
  report('one durable write', commit, 'ms');

  const scope: Filter = { op: '=', field: 'account', value: '3' };
  const sorted = [
    { column: 'severity', direction: 'ascending' },
    { column: 'lastSeen', direction: 'descending' },
  ] as const;
  const queries = {
    'newest 100 and total': () =>
      store.read((reader) =>
        reader.table(findings, everything).list({ sort: [{ column: 'lastSeen', direction: 'descending' }] }),
      ),
    'newest 100 and total in a scope, by severity and time': () =>
      store.read((reader) => reader.table(findings, scope).list({ sort: sorted })),
    'count by severity': () => store.read((reader) => reader.table(findings, everything).countBy('severity')),
    'one by key': () => store.read((reader) => reader.table(findings, everything).get('finding-777')),
  };
  for (const [what, query] of Object.entries(queries)) report(what, await medianMs(9, query), 'ms');
  await store.close();
}

async function benchStream(): Promise<void> {
  const stream = await openJournalStream({ folder: join(folder, 'stream'), consumers: ['detect'] });
  const batch = Array.from({ length: 100 }, () => Buffer.alloc(1000, 'x'));
  report('stream: one durable batch of 100 × 1 kB', await medianMs(50, () => stream.append(batch)), 'ms');
  const start = performance.now();
  const batches = 2000;
  for (let sent = 0; sent < batches; sent += 20) {
    await Promise.all(Array.from({ length: 20 }, () => stream.append(batch)));
  }
  report(
    'stream: appends, 20 at a time',
    (batches * 100) / ((performance.now() - start) / 1000),
    'messages/s',
  );
  const consumer = stream.consumer('detect');
  const end = stream.counts().next;
  const readStart = performance.now();
  for (let next = 0; next < end; ) {
    const messages = await consumer.read(1000);
    next = (messages.at(-1)?.offset ?? next) + 1;
    await consumer.commit(next);
  }
  report('stream: read and committed by 1000', end / ((performance.now() - readStart) / 1000), 'messages/s');
  await stream.close();
}

mkdirSync(folder, { recursive: true });
await benchState();
await benchStream();
rmSync(folder, { recursive: true });
console.table(rows);
const results = new URL('results/', import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL('state-and-stream.json', results), `${JSON.stringify(rows, null, 2)}\n`);
