// Measures the replay of a capture beside `gzip -dc` of the same file: read only, read and state, the stable rules,
// all three official files. Every pass is a process of its own; the time of the whole process and the time from the
// first byte (rules loaded) are both told, as multiples of gzip's.
//
//   npm run bench -- capture [--file PATH] [--runs N]
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const cases = process.env.BREAKWATER_CASES ?? join(import.meta.dirname, '../../shared');
const { values: options } = parseArgs({
  options: {
    file: { type: 'string', default: join(cases, 'scap', 'dev-load.scap') },
    rules: { type: 'string', default: join(cases, 'upstream-rules') },
    runs: { type: 'string', default: '5' },
  },
});
const runs = Number(options.runs);
const passes = ['read', 'state', 'stable', 'all'] as const;

interface Told {
  readonly events: number;
  readonly alerts: number;
  readonly fromFirstByteMs: number;
  readonly peakRssMb: number;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function timed(command: string, args: readonly string[]): { readonly ms: number; readonly out: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { maxBuffer: 2 ** 31 - 1 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return { ms: performance.now() - start, out: command === 'sh' ? '' : stdout.toString() };
}

// Runs take turns, so that a machine that becomes busy slows all of them.
const gzipMs: number[] = [];
const told = new Map(passes.map((pass) => [pass, [] as (Told & { readonly wholeMs: number })[]]));
for (let run = 0; run < runs; run += 1) {
  gzipMs.push(timed('sh', ['-c', 'gzip -dc "$0" > /dev/null', options.file]).ms);
  for (const pass of passes) {
    const script = join(import.meta.dirname, 'capture-pass.ts');
    const { ms, out } = timed(process.execPath, [script, pass, options.file, options.rules]);
    told.get(pass)?.push({ ...JSON.parse(out), wholeMs: ms });
  }
}
const gzip = median(gzipMs);
const rows = passes.map((pass) => {
  const all = told.get(pass) ?? [];
  const first = median(all.map(({ fromFirstByteMs }) => fromFirstByteMs));
  const whole = median(all.map(({ wholeMs }) => wholeMs));
  const events = all[0]?.events ?? 0;
  return {
    pass,
    events,
    alerts: all[0]?.alerts ?? 0,
    wholeMs: Math.round(whole),
    wholeRatio: Number((whole / gzip).toFixed(2)),
    fromFirstByteMs: Math.round(first),
    fromFirstByteRatio: Number((first / gzip).toFixed(2)),
    eventsPerSecond: Math.round(events / (first / 1000)),
    peakRssMb: Math.round(median(all.map(({ peakRssMb }) => peakRssMb))),
  };
});
console.log(`${basename(options.file)}: gzip -dc ${gzip.toFixed(0)} ms, median of ${runs} runs`);
console.table(rows);
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'capture.json'),
  `${JSON.stringify({ file: basename(options.file), runs, gzipMs: Math.round(gzip), rows }, null, 2)}\n`,
);
