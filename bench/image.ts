import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { openImage } from '@breakwater/image';
import { compileToCache } from '@breakwater/vuln';
import { writeLayout, writeManifest } from '../packages/image/test-support/write-image.ts';
import { writeTar } from '../packages/image/test-support/write-tar.ts';

/**
 * `node tools/launch.js bench/image.ts IMAGE [--runs N] [--advisories DIR]`: wall time and peak memory of scans, each in a process of
 * its own, beside the least that any scanner must do: hash the archive (`sha256sum`) and decompress its gzip layers (`gzip -dc`).
 * Start-up of the process is part of every row. `ratio` is to the sum of these two,
 * in the same round.
 *
 * With advisories: the same with the compiled database opened and all packages matched, and the building and opening of the database.
 * The rebuilt image has the layers of the image but the last, and a new one on top.
 */
interface Row {
  readonly what: string;
  readonly medianMs: number;
  readonly bestMs: number;
  readonly peakRssMiB: number;
  /** One a round. */
  readonly timesMs: readonly number[];
}

interface Task {
  readonly what: string;
  readonly command: readonly string[];
  readonly before?: () => void;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '7' }, advisories: { type: 'string' } },
});
const [image] = positionals;
if (image === undefined) {
  process.stderr.write('usage: node tools/launch.js bench/image.ts IMAGE [--runs N] [--advisories DIR]\n');
  process.exit(2);
}
const runs = Number(values.runs);
const beside = join(image, '../../advisories');
const advisories = values.advisories ?? (existsSync(beside) ? beside : undefined);

const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
/** Arguments: the image, then a folder for known layers, a compiled database and a time; each may be empty. */
const script = `
const [image, cacheFolder, database, now] = process.argv.slice(1);
const { scanImage } = await import(${module('../packages/sbom/src/index.ts')});
const { openLayerCache } = await import(${module('../packages/image/src/index.ts')});
const cache = cacheFolder === '' ? {} : { cache: openLayerCache(cacheFolder, { now: new Date(now) }) };
const { sbom } = await scanImage(image, cache);
let matches = 0;
if (database !== '') {
  const { openCompiled, matchPackages } = await import(${module('../packages/vuln/src/index.ts')});
  const opened = await openCompiled(database);
  matches = matchPackages(sbom, opened).matches.length;
  opened.close();
}
console.log(JSON.stringify({ packages: sbom.packages.length, matches }));
`;
const openScript = `
const { openCompiled } = await import(${module('../packages/vuln/src/index.ts')});
(await openCompiled(process.argv[1])).close();
`;
const buildScript = `
const { compileToCache } = await import(${module('../packages/vuln/src/index.ts')});
await compileToCache([process.argv[1]], process.argv[2]);
`;
const inline = (text: string, ...args: readonly string[]) => [
  process.execPath,
  '--input-type=module',
  '-e',
  text,
  ...args,
];

const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-image-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const scan = (path: string, database: string, cache = '') =>
  inline(script, path, cache, database, new Date().toISOString());

const blobs = await blobsOf(image);
const slices = blobs.flatMap(({ file, offset, size }) => [file, String(offset + 1), String(size)]);
const decompress =
  'while [ $# -gt 0 ]; do tail -c "+$2" "$1" | head -c "$3" | gzip -dcf >/dev/null; shift 3; done';
const database =
  advisories === undefined ? '' : (await compileToCache([advisories], join(folder, 'db'))).path;
const rebuilt = join(folder, 'rebuilt.tar');
writeFileSync(rebuilt, await rebuild(image));
const cache = join(folder, 'layers');
const kept = join(folder, 'kept');
run(scan(image, '', cache));
const forget = () => rmSync(kept, { recursive: true, force: true });

const least: readonly Task[] = [
  { what: 'sha256sum', command: ['sha256sum', image] },
  { what: 'gzip -dc of the layers', command: ['sh', '-c', decompress, 'sh', ...slices] },
];
const scans: readonly Task[] = [
  { what: 'scan', command: scan(image, '') },
  { what: 'scan, database opened and matched', command: scan(image, database) },
  { what: 'the same, keeping its layers', command: scan(image, database, kept), before: forget },
  { what: 'scan of the same again', command: scan(image, database, cache) },
  {
    what: 'scan of the rebuilt image, base known',
    command: scan(rebuilt, database, kept),
    before() {
      forget();
      spawnSync('cp', ['-r', cache, kept]);
    },
  },
  ...(database === '' ? [] : [{ what: 'database open', command: inline(openScript, database) }]),
];
const rows = measure([...least, ...scans], runs);
if (advisories !== undefined) {
  const build = { what: 'database build', command: inline(buildScript, advisories, join(folder, 'built')) };
  rows.push(...measure([build], 1));
}

const leastMiB = rows.slice(0, least.length).reduce((sum, { peakRssMiB }) => sum + peakRssMiB, 0);
const withRatios = rows.map(({ timesMs, ...row }) => ({
  ...row,
  ratio: timesMs.length < runs ? undefined : ratioOf(timesMs),
  rssRatio: round(row.peakRssMiB / leastMiB),
}));
console.table(withRatios);
const found = JSON.parse(run(scan(image, database)).stdout) as Record<string, number>;
const result = { image: basename(image), ...found, node: process.version, runs, rows: withRatios };
const target = fileURLToPath(new URL('results/image.json', import.meta.url));
mkdirSync(new URL('results', import.meta.url), { recursive: true });
writeFileSync(target, `${JSON.stringify(result, undefined, 2)}\n`);

async function blobsOf(path: string) {
  const { layers } = await openImage(path);
  return (await Promise.all(layers.map(({ open }) => open?.()))).flatMap((blob) => blob ?? []);
}

/** The image with another last layer, as after a change of the application. */
async function rebuild(path: string): Promise<Buffer> {
  const base = (await blobsOf(path)).slice(0, -1).map(({ file, offset, size }) => {
    const stored = readFileSync(file).subarray(offset, offset + size);
    const isGzip = stored.readUInt16BE(0) === 0x1f8b;
    return { tar: isGzip ? gunzipSync(stored) : stored, stored };
  });
  const application = writeTar([
    { path: 'srv/app/server.js', content: 'console.log("built again");\n'.repeat(5000) },
    { path: 'srv/app/node_modules/added/package.json', content: '{"name":"added","version":"1.0.0"}' },
  ]);
  return writeTar(writeLayout([writeManifest({ layers: [...base, { tar: application }] })]));
}

/** Runs every command in turn, several times round, so that a busy machine is busy for all of them. */
function measure(tasks: readonly Task[], rounds: number): Row[] {
  const measured = tasks.map((task) => ({ task, timesMs: [] as number[], peakRssKiB: 0 }));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of measured) {
      one.task.before?.();
      const { ms, rssKiB } = run(one.task.command, one.task.what);
      one.timesMs.push(ms);
      one.peakRssKiB = Math.max(one.peakRssKiB, rssKiB);
    }
  }
  return measured.map(({ task: { what }, timesMs, peakRssKiB }) => ({
    what,
    medianMs: Math.round(median(timesMs)),
    bestMs: Math.round(Math.min(...timesMs)),
    peakRssMiB: Math.round(peakRssKiB / 1024),
    timesMs,
  }));
}

/** Median of the ratios of each round. */
function ratioOf(timesMs: readonly number[]): number {
  const leastRows = rows.slice(0, least.length);
  const ratios = timesMs.map(
    (ms, index) => ms / leastRows.reduce((sum, row) => sum + (row.timesMs[index] ?? 0), 0),
  );
  return round(median(ratios));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** GNU time reports the peak memory of the largest process. */
function run(command: readonly string[], what = 'the scan') {
  const start = performance.now();
  const { status, stderr, stdout, error } = spawnSync('/usr/bin/time', ['-f', '%M', ...command], {
    encoding: 'utf8',
  });
  const ms = performance.now() - start;
  if (error !== undefined) throw new Error(`GNU time is needed at /usr/bin/time: ${error.message}`);
  if (status !== 0) throw new Error(`${what} failed: ${stderr}`);
  return { ms, stdout, rssKiB: Number(stderr.trim().split('\n').at(-1)) };
}

function round(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
