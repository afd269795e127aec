// Measures the event store: ingest with the natural key enforced, the queries of the console, memory, size, and
// what a killed process leaves behind.
//
//   npm run bench -- events [--rows 1000000,10000000] [--engine sqlite] [--kills 20] [--folder DIR]
//
// Every number of rows is a run of its own in its own process, over the same seven days.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { everything, type Filter } from '../packages/model/src/index.ts';
import type { EventStore } from '../packages/store/src/events/event-store.ts';
import { openEngine } from './event-engines.ts';
import { generate, generatedTo, rareNeedle } from './event-generator.ts';

interface Run {
  readonly engine: string;
  readonly rows: number;
  readonly isFinished: boolean;
  readonly seconds: number;
  /** Of all threads, the generator of the events included: steadier than wall time on a busy machine. */
  readonly cpuSeconds: number;
  readonly rowsPerSecond: number;
  readonly duplicates: number;
  readonly batchMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly peakRssMb: number;
  readonly fileMb: number;
  readonly reopenMs: number;
  /** Milliseconds: the first time and the median of the later ones. */
  readonly queries: Readonly<Record<string, { readonly first: number; readonly warm: number }>>;
}

interface Kills {
  readonly engine: string;
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly twice: number;
  readonly slowestOpenMs: number;
}

const batchSize = 1000;
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    engine: { type: 'string', default: 'sqlite' },
    kills: { type: 'string', default: '20' },
    folder: { type: 'string', default: tmpdir() },
    minutes: { type: 'string', default: '25' },
    out: { type: 'string', default: join(import.meta.dirname, 'results', 'events.json') },
    child: { type: 'boolean', default: false },
  },
});

if (options.child) {
  const folder = mkdtempSync(join(options.folder, 'breakwater-bench-'));
  try {
    process.stdout.write(`${JSON.stringify(await measure(options.engine, folder, Number(options.rows)))}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  await main();
}

async function main(): Promise<void> {
  for (const engine of options.engine.split(',')) {
    for (const rows of options.rows.split(',').map(Number)) {
      if (rows === 0) continue;
      const args = ['--child', '--engine', engine, '--rows', String(rows), '--folder', options.folder];
      const output = execFileSync(
        process.execPath,
        [import.meta.filename, ...args, '--minutes', options.minutes],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const run: Run = JSON.parse(output);
      save((results) => ({ ...results, runs: [...results.runs.filter((old) => !isSame(old, run)), run] }));
      printRun(run);
    }
    const kills = Number(options.kills);
    if (kills === 0) continue;
    const result = await killRepeatedly(engine, kills);
    save((results) => ({
      ...results,
      kills: [...results.kills.filter((old) => old.engine !== engine), result],
    }));
    console.table([result]);
  }
}

interface Results {
  readonly runs: readonly Run[];
  readonly kills: readonly Kills[];
}

function isSame(a: Run, b: Run): boolean {
  return a.engine === b.engine && a.rows === b.rows;
}

function save(change: (results: Results) => Results): void {
  const isThere = statSync(options.out, { throwIfNoEntry: false }) !== undefined;
  const results: Results = isThere ? JSON.parse(readFileSync(options.out, 'utf8')) : { runs: [], kills: [] };
  mkdirSync(join(options.out, '..'), { recursive: true });
  writeFileSync(options.out, `${JSON.stringify(change(results), null, 2)}\n`);
}

async function measure(engine: string, folder: string, rows: number): Promise<Run> {
  let store = await openEngine(engine, folder);
  const began = performance.now();
  const latencies: number[] = [];
  let accepted = 0;
  let duplicates = 0;
  let isFinished = true;
  let pending: Promise<void> = Promise.resolve();
  for (const batch of generate(rows, batchSize)) {
    await pending;
    if (performance.now() - began > Number(options.minutes) * 60_000) {
      isFinished = false;
      break;
    }
    const start = performance.now();
    // The next batch is made while this one is written.
    pending = store.append(batch).then((result) => {
      latencies.push(performance.now() - start);
      accepted += result.accepted;
      duplicates += result.duplicates;
      if (latencies.length % 1000 === 0) progress(engine, accepted, performance.now() - began);
    });
    await new Promise(setImmediate);
  }
  await pending;
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage();
  const { bytes, newest = generatedTo } = await store.stats();
  const queries = await measureQueries(store, newest + 1);
  await store.close();
  const reopened = performance.now();
  store = await openEngine(engine, folder);
  const { events } = await store.stats();
  const reopenMs = performance.now() - reopened;
  await store.close();
  if (events !== accepted) throw new Error(`${accepted} events were accepted, ${events} are there`);
  latencies.sort((a, b) => a - b);
  return {
    engine,
    rows: accepted,
    isFinished,
    seconds: round(seconds),
    cpuSeconds: round((user + system) / 1e6),
    rowsPerSecond: Math.round(accepted / seconds),
    duplicates,
    batchMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: quantile(latencies, 1) },
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    fileMb: Math.round(bytes / 1024 / 1024),
    reopenMs: Math.round(reopenMs),
    queries,
  };
}

function progress(engine: string, rows: number, ms: number): void {
  process.stderr.write(`${engine}: ${rows} rows in ${Math.round(ms / 1000)} s\n`);
}

async function measureQueries(store: EventStore, to: number): Promise<Run['queries']> {
  const last = (hours: number): { from: number; to: number } => ({ from: to - hours * 3_600_000, to });
  const all = { scope: everything, filter: everything };
  const team: Filter = { op: '=', field: 'account', value: '111111111111' };
  const needle: Filter = { op: 'contains', field: 'proc.cmdline', value: rareNeedle };
  const user: Filter = { op: '=', field: 'user', value: 'user-42' };
  const severe: Filter = { op: '>=', field: 'severity', value: 'medium' };
  const week = last(7 * 24);
  const queries: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['count by rule, 24 h', () => store.top({ ...all, ...last(24), field: 'rule', n: 20 })],
    ['one user, 3 days, newest 50', () => store.list({ ...all, ...last(72), filter: user, limit: 50 })],
    ['histogram minute x severity, 24 h', () => store.histogram({ ...all, ...last(24), step: 60_000 })],
    ['top 10 tasks, 7 days', () => store.top({ ...all, ...week, field: 'task', n: 10 })],
    ['substring in JSON, 7 days', () => store.count({ ...all, ...week, filter: needle })],
    ['substring in JSON, 24 h', () => store.count({ ...all, ...last(24), filter: needle })],
    ['newest 50, medium or worse', () => store.list({ ...all, ...week, filter: severe, limit: 50 })],
    ['N of M in a team, 7 days', () => store.count({ ...all, ...week, scope: team, filter: severe })],
  ];
  const measured: Record<string, { first: number; warm: number }> = {};
  for (const [name, query] of queries) {
    const times: number[] = [];
    const budget = performance.now() + 8_000;
    while (times.length < 2 || (times.length < 8 && performance.now() < budget)) {
      const start = performance.now();
      await query();
      times.push(performance.now() - start);
    }
    const [first = 0, ...later] = times;
    measured[name] = {
      first: round(first),
      warm: quantile(
        later.sort((a, b) => a - b),
        0.5,
      ),
    };
  }
  return measured;
}

/** Kills a writing process again and again; then every batch that it said was acknowledged must be there once. */
async function killRepeatedly(engine: string, kills: number): Promise<Kills> {
  const folder = mkdtempSync(join(options.folder, 'breakwater-kill-'));
  let acknowledged = 0;
  let lost = 0;
  let twice = 0;
  let slowestOpenMs = 0;
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const batches = await appendUntilKilled(engine, folder, kill);
      const start = performance.now();
      const store = await openEngine(engine, folder);
      slowestOpenMs = Math.max(slowestOpenMs, performance.now() - start);
      let number = 0;
      for (const batch of generate(10_000_000, 100, kill + 100)) {
        number += 1;
        if (number > batches) break;
        // What is accepted now was acknowledged and is not there.
        const { accepted } = await store.append(batch);
        acknowledged += batch.length;
        lost += accepted;
      }
      twice += await countTwice(store, (await store.stats()).events);
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { engine, kills, acknowledged, lost, twice, slowestOpenMs: Math.round(slowestOpenMs) };
}

/** Rows that a full listing shows beyond the number of different keys, or that the counts do not know. */
async function countTwice(store: EventStore, events: number): Promise<number> {
  const keys = new Set<string>();
  let rows = 0;
  let cursor: string | undefined;
  do {
    const page = await store.list({
      scope: everything,
      filter: everything,
      from: 0,
      to: generatedTo * 2,
      limit: 1000,
      ...(cursor !== undefined && { cursor }),
    });
    rows += page.rows.length;
    for (const row of page.rows) keys.add(`${row.kind} ${row.id}`);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return rows - keys.size + Math.abs(rows - events);
}

function appendUntilKilled(engine: string, folder: string, kill: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const writer = join(import.meta.dirname, 'event-store-writer.ts');
    const child = spawn(process.execPath, [writer, engine, folder, String(kill)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), 100 + ((kill * 97) % 400));
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1)));
      else reject(new Error(`the writing process ended with ${code} before it was killed`));
    });
  });
}

function printRun(run: Run): void {
  const { queries, batchMs, ...figures } = run;
  console.table([{ ...figures, ...batchMs }]);
  console.table(queries);
}

function quantile(sorted: readonly number[], q: number): number {
  return round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
