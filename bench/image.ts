import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { openImage } from '@breakwater/image';

/**
 * `node tools/launch.js bench/image.ts IMAGE [RUNS]`: wall time and peak memory of a scan, each in a process of its
 * own, beside the least that any scanner must do: hash the archive (`sha256sum`) and decompress its gzip layers
 * (`gzip -dc`). Start-up of the process is part of every row.
 */
interface Row {
  readonly what: string;
  readonly medianMs: number;
  readonly bestMs: number;
  readonly peakRssMiB: number;
}

const [image, runsText] = process.argv.slice(2);
if (image === undefined) {
  process.stderr.write('usage: node tools/launch.js bench/image.ts IMAGE [RUNS]\n');
  process.exit(2);
}
const runs = Number(runsText ?? 5);

const scanModule = new URL('../packages/sbom/src/index.ts', import.meta.url).href;
const scan = `const { scanImage } = await import(${JSON.stringify(scanModule)}); await scanImage(process.argv[1]);`;
const opened = await openImage(image);
const layers = (await Promise.all(opened.layers.map(({ open }) => open?.()))).flatMap((blob) => blob ?? []);
const slices = layers.flatMap(({ file, offset, size }) => [file, String(offset + 1), String(size)]);
const decompress =
  'while [ $# -gt 0 ]; do tail -c "+$2" "$1" | head -c "$3" | gzip -dcf >/dev/null; shift 3; done';

const rows = [
  measure('scan', [process.execPath, '--input-type=module', '-e', scan, image]),
  measure('sha256sum', ['sha256sum', image]),
  measure('gzip -dc of the layers', ['sh', '-c', decompress, 'sh', ...slices]),
];
console.table(rows);
const packages = `${scan.replace('await scanImage', 'const r = await scanImage')} console.log(r.sbom.packages.length);`;
const found = execFileSync(process.execPath, ['--input-type=module', '-e', packages, image], {
  encoding: 'utf8',
});
const result = { image: basename(image), packages: Number(found), node: process.version, runs, rows };
const target = fileURLToPath(new URL('results/image.json', import.meta.url));
mkdirSync(new URL('results', import.meta.url), { recursive: true });
writeFileSync(target, `${JSON.stringify(result, undefined, 2)}\n`);

/** Runs a command several times; GNU time reports its own wall time and the peak memory of the largest process. */
function measure(what: string, command: readonly string[]): Row {
  const times: number[] = [];
  let peakRssKiB = 0;
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    const { status, stderr, error } = spawnSync('/usr/bin/time', ['-f', '%M', ...command], {
      encoding: 'utf8',
    });
    times.push(performance.now() - start);
    if (error !== undefined) throw new Error(`GNU time is needed at /usr/bin/time: ${error.message}`);
    if (status !== 0) throw new Error(`${what} failed: ${stderr}`);
    peakRssKiB = Math.max(peakRssKiB, Number(stderr.trim().split('\n').at(-1)));
  }
  times.sort((a, b) => a - b);
  const medianMs = Math.round(times[Math.floor(times.length / 2)] ?? 0);
  return { what, medianMs, bestMs: Math.round(times[0] ?? 0), peakRssMiB: Math.round(peakRssKiB / 1024) };
}
