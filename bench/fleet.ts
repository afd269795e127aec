/**
 * `npm run -s bench -- fleet [--images N] [--packages N] [--changed N] [--advisories DIR] [--folder DIR]`: stores the packages of a
 * fleet in the index, changes advisories, and brings every image up to date with them, as the server does. Each evaluation
 * runs in a process of its own; its processor time includes everything but the start of Node.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { everything, type ImageReport } from '@breakwater/model';
import { images, openSqliteEventStore, openSqliteState, type StateStore, tasks } from '@breakwater/store';
import {
  type AdvisoryDatabase,
  compileToCache,
  matchPackages,
  openCompiled,
  packageKeys,
} from '@breakwater/vuln';
import { indexPackages } from '../apps/server/src/fleet/index-packages.ts';
import { reevaluateFleet } from '../apps/server/src/fleet/reevaluate-fleet.ts';
import { LiveFeed } from '../apps/server/src/live-feed.ts';
import { type FleetImage, generateFleet, randomFrom } from './fleet-generator.ts';
import { changedRecords } from './fleet-overlay.ts';

interface Evaluated {
  readonly what: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMiB: number;
  readonly [figure: string]: unknown;
}

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '10000' },
    packages: { type: 'string', default: '300' },
    changed: { type: 'string', default: '5000' },
    advisories: { type: 'string', default: join(process.env.BREAKWATER_CASES ?? '../shared', 'advisories') },
    /** Kept afterwards; a new folder. */
    folder: { type: 'string' },
    evaluate: { type: 'string' },
    database: { type: 'string' },
  },
});
const indexTables = ['package_variants', 'variant_matches', 'image_packages', 'image_scan_counts'];
const imagesPerTransaction = 20;
const runningImages = 2000;
const judgedPackages = new Map<string, ReturnType<typeof matchPackages>>();

if (values.evaluate === undefined) await main();
else process.stdout.write(JSON.stringify(await evaluate(values.evaluate, values.database ?? '')));

async function main(): Promise<void> {
  const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'breakwater-bench-fleet-'));
  try {
    const source = resolve(values.advisories);
    const { path: before } = await compileToCache([source], join(folder, 'cache'));
    const database = await opened(before);
    const state = openSqliteState({ path: join(folder, 'state.db'), now: Date.now });
    const size = { images: Number(values.images), packages: Number(values.packages) };
    const built = await buildIndex(state, database, size);
    const bytes = sizesOf(folder);
    const changed = await changedRecords(source, built.isHeld, Number(values.changed));
    database.close();
    await state.close();
    const overlay = join(folder, 'changed.jsonl');
    writeFileSync(overlay, changed.map((record) => JSON.stringify(record)).join('\n'));
    const { path: after } = await compileToCache([source, overlay], join(folder, 'cache'));

    const loadBefore = loadOfMinute();
    const evaluations = [
      inOwnProcess('first, all packages new', folder, before),
      inOwnProcess('nothing changed', folder, before),
      inOwnProcess(`${changed.length} advisories changed`, folder, after),
      inOwnProcess('back to the data before', folder, before),
    ];
    const result = {
      ...size,
      changedAdvisories: changed.length,
      node: process.version,
      /** Of the last minute, before and after the evaluations: more than the processors there are means that others worked too. */
      load: [loadBefore, loadOfMinute()],
      buildSeconds: built.seconds,
      buildMsPerImage: Math.round((built.seconds * 100_000) / size.images) / 100,
      bytes,
      bytesPerImage: Math.round(bytes.index / size.images),
      evaluations,
    };
    console.table({ images: size.images, packages: size.packages, ...bytes, buildSeconds: built.seconds });
    console.table(evaluations);
    mkdirSync(new URL('results', import.meta.url), { recursive: true });
    writeFileSync(
      new URL('results/fleet.json', import.meta.url),
      `${JSON.stringify(result, undefined, 2)}\n`,
    );
  } finally {
    if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Stores the index and the row of every image; 2,000 images run in tasks. */
async function buildIndex(
  state: StateStore,
  database: AdvisoryDatabase,
  size: { images: number; packages: number },
) {
  const held = new Set<string>();
  let ms = 0;
  let waiting: FleetImage[] = [];
  const flush = async () => {
    const reports = waiting.map((image) => reportOf(image, database));
    const start = performance.now();
    await state.transaction(async (transaction) => {
      for (const report of reports) await indexPackages(transaction, report, report.scannedAt);
    });
    ms += performance.now() - start;
    await state.transaction((transaction) =>
      transaction.table(images, everything).putAll(reports.map((report) => rowOf(report))),
    );
    waiting = [];
  };
  let made = 0;
  for (const image of generateFleet(database, size, randomFrom(20_260_101))) {
    for (const target of image.packages) {
      for (const key of packageKeys({ package: target, distro: image.distro }))
        held.add(`${key.ecosystem}\0${key.name}`);
    }
    waiting.push(image);
    made += 1;
    if (made <= runningImages) await runTask(state, image);
    if (waiting.length === imagesPerTransaction) await flush();
    if (made % 1000 === 0) process.stderr.write(`${made} images\n`);
  }
  await flush();
  return {
    seconds: Math.round(ms) / 1000,
    isHeld: (ecosystem: string, name: string) => held.has(`${ecosystem}\0${name}`),
  };
}

/** Another process opens stores and data as a server that starts does, and evaluates. */
function inOwnProcess(what: string, folder: string, database: string): Evaluated {
  const args = [import.meta.filename, '--evaluate', folder, '--database', database];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
  return { what, ...(JSON.parse(output) as Omit<Evaluated, 'what'>) } as Evaluated;
}

async function evaluate(folder: string, path: string): Promise<Omit<Evaluated, 'what'>> {
  const database = await opened(path);
  const state = openSqliteState({ path: join(folder, 'state.db'), now: Date.now });
  const events = await openSqliteEventStore({ folder: join(folder, 'events') });
  const context = { state, events, live: new LiveFeed(), now: Date.now };
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = await reevaluateFleet(context, database, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const wallMs = Math.round(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  await state.close();
  await events.close();
  database.close();
  const { dataSet: _, at: __, seconds: ___, ...figures } = result;
  return {
    wallMs,
    cpuMs: Math.round((user + system) / 1000),
    rssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    ...figures,
  };
}

function loadOfMinute(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

async function opened(path: string): Promise<AdvisoryDatabase> {
  const database = await openCompiled(path);
  if (database === undefined) throw new Error(`${path} is gone or damaged`);
  return database;
}

function sizesOf(folder: string): { readonly index: number; readonly [table: string]: number } {
  const file = new DatabaseSync(join(folder, 'state.db'), { readOnly: true });
  try {
    const of = (name: string) =>
      Number(
        file
          .prepare(
            'SELECT sum(pgsize) AS bytes FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)',
          )
          .get(name)?.bytes ?? 0,
      );
    const sizes = Object.fromEntries(indexTables.map((name) => [name, of(name)]));
    const index = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
    return { index, ...sizes, wholeFile: statSync(join(folder, 'state.db')).size };
  } finally {
    file.close();
  }
}

function reportOf({ digest, distro, packages }: FleetImage, database: AdvisoryDatabase): ImageReport {
  const { hash, records, newest } = database.info;
  const sbom = { distro, packages };
  const { matches, gaps } = matchesOf(sbom, database);
  return {
    ...{
      digest,
      reference: `registry.example/service:${digest.slice(-6)}`,
      scannedAt: '2026-01-01T00:00:00Z',
    },
    config: {
      ...{ os: 'linux', architecture: 'amd64', env: [], exposedPorts: [], entrypoint: [], cmd: [] },
      ...{ labels: {}, hasHealthcheck: false, history: [] },
    },
    ...{ layers: [], sbom, matches, gaps, configFindings: [], verdicts: [] },
    advisories: { hash, records, ...(newest === undefined ? {} : { newest }) },
  };
}

/** What a scan finds; the same package of the same distribution is matched once. */
function matchesOf({ distro, packages }: ImageReport['sbom'], database: AdvisoryDatabase) {
  const results = packages.map((target) => {
    const key = `${distro?.id} ${distro?.version} ${target.purl}`;
    const known = judgedPackages.get(key);
    if (known !== undefined) return known;
    const sbom = { packages: [target], ...(distro === undefined ? {} : { distro }) };
    const result = matchPackages(sbom, database);
    judgedPackages.set(key, result);
    return result;
  });
  return {
    matches: results.flatMap(({ matches }) => matches),
    gaps: results.flatMap(({ gaps }) => gaps),
  };
}

function rowOf({ digest, reference, matches, sbom, scannedAt }: ImageReport) {
  const none = { providers: [], accounts: [], regions: [], clusters: [], services: [], namespaces: [] };
  return {
    ...{ digest, reference, tags: [], origins: ['ci-cd' as const], status: 'failed' as const },
    counts: { critical: 0, high: 0, medium: matches.length, low: 0, info: 0 },
    ...{ packages: sbom.packages.length, fixable: 0, knownExploited: 0, lastScanAt: scannedAt },
    ...{ places: none, judgedBy: 'bench', isSample: false },
  };
}

async function runTask(state: StateStore, { digest, service }: FleetImage): Promise<void> {
  const place = {
    provider: 'aws',
    account: '111111111111',
    cluster: 'shop',
    service: `service-${service}`,
  } as const;
  await state.transaction((transaction) =>
    transaction.table(tasks, everything).put({
      taskArn: `arn:aws:ecs:eu-west-1:111111111111:task/shop/${digest.slice(-8)}`,
      detailVersion: 1,
      place,
      lastStatus: 'RUNNING',
      isExpected: true,
      record: { containers: [{ imageDigest: digest }] },
      isSample: false,
    }),
  );
}
