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
 * Start-up of the process is part of every row. `ratio` is to the sum of these two.
 *
 * With advisories: the same with the compiled database opened and all packages matched, and the building and opening of the database.
 * The rebuilt image has the layers of the image but the last, and a new one on top.
 */
interface Row {
  readonly what: string;
  readonly medianMs: number;
  readonly bestMs: number;
  readonly peakRssMiB: number;
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
const least = [
  measure('sha256sum', ['sha256sum', image]),
  measure('gzip -dc of the layers', ['sh', '-c', decompress, 'sh', ...slices]),
];
const rows = [...least, measure('scan', scan(image, ''))];
const database =
  advisories === undefined ? '' : (await compileToCache([advisories], join(folder, 'db'))).path;
if (database !== '') rows.push(measure('scan, database opened and matched', scan(image, database)));
const rebuilt = join(folder, 'rebuilt.tar');
writeFileSync(rebuilt, await rebuild(image));
const cache = join(folder, 'layers');
measure('to fill the cache', scan(image, '', cache), 1);
const kept = join(folder, 'kept');
rows.push(
  measure('scan that keeps its layers', scan(image, database, kept), runs, () =>
    rmSync(kept, { recursive: true, force: true }),
  ),
  measure('scan of the same again', scan(image, database, cache)),
  measure('scan of the rebuilt image, base known', scan(rebuilt, database, kept), runs, () => {
    rmSync(kept, { recursive: true, force: true });
    spawnSync('cp', ['-r', cache, kept]);
  }),
);
if (advisories !== undefined) {
  const built = join(folder, 'built');
  rows.push(
    measure('database open', inline(openScript, database)),
    measure('database build', inline(buildScript, advisories, built), 1),
  );
}

const leastMs = least.reduce((sum, { medianMs }) => sum + medianMs, 0);
const leastMiB = least.reduce((sum, { peakRssMiB }) => sum + peakRssMiB, 0);
const withRatios = rows.map((row) => ({
  ...row,
  ratio: round(row.medianMs / leastMs),
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

/** Runs a command several times; GNU time reports the peak memory of the largest process. */
function measure(what: string, command: readonly string[], times = runs, before = () => {}): Row {
  const taken: number[] = [];
  let peakRssKiB = 0;
  for (let count = 0; count < times; count += 1) {
    before();
    const { ms, rssKiB } = run(command, what);
    taken.push(ms);
    peakRssKiB = Math.max(peakRssKiB, rssKiB);
  }
  taken.sort((a, b) => a - b);
  const medianMs = Math.round(taken[Math.floor(taken.length / 2)] ?? 0);
  return { what, medianMs, bestMs: Math.round(taken[0] ?? 0), peakRssMiB: Math.round(peakRssKiB / 1024) };
}

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
