// Measures the replay of captures beside `gzip -dc` of the same file: read only, read and state, the stable rules, all
// three official files; on dev-load.scap and on a generated mix of every system call. Rules are run by the bundled
// command line, and every pass is a process of its own. The time of the whole process and the time from the first byte
// (rules loaded) are both told, as multiples of gzip's; processor time is of all threads, start included.
//
//   npm run bench -- capture [--file PATH] [--events N] [--runs N]
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { mixedCapture } from './capture/mix.ts';

const root = join(import.meta.dirname, '..');
const cases = process.env.BREAKWATER_CASES ?? join(root, '../shared');
const { values: options } = parseArgs({
  options: {
    file: { type: 'string', default: join(cases, 'scap', 'dev-load.scap') },
    events: { type: 'string', default: '5000000' },
    rules: { type: 'string', default: join(cases, 'upstream-rules') },
    runs: { type: 'string', default: '5' },
  },
});
const runs = Number(options.runs);
const files = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
const rules = files.map((name) => join(options.rules, name));
const passFolder = 'node_modules/.cache/bench-capture';
const pass = join(root, passFolder, 'pass.mjs');
const command = join(root, 'apps/cli/dist/breakwater.mjs');

interface Told {
  readonly wholeMs: number;
  readonly inputMs: number;
  readonly processorMs: number;
  readonly peakRssMb: number;
  readonly events: number;
  readonly detections: number;
}

interface Pass {
  readonly name: string;
  readonly args: (file: string) => readonly string[];
}

const passes: readonly Pass[] = [
  { name: 'read only', args: (file) => [pass, 'read', file] },
  { name: 'read + state', args: (file) => [pass, 'state', file] },
  { name: 'stable rules', args: (file) => detectArgs(file, rules.slice(0, 1)) },
  { name: 'all three files', args: (file) => detectArgs(file, rules) },
];

function detectArgs(file: string, ruleFiles: readonly string[]): readonly string[] {
  return [command, 'detect', '--timing', '--input', file, '--rules', ...ruleFiles];
}

function build(entry: string, folder: string, name: string): void {
  run(process.execPath, [join(root, 'tools/bundle.ts'), entry, folder, name]);
}

interface Ran {
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[]): Ran {
  const start = performance.now();
  const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const ms = performance.now() - start;
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stderr}`);
  return { ms, stdout: ran.stdout, stderr: ran.stderr };
}

function measured({ ms, stdout, stderr }: Ran): Told {
  const [, evaluated] = /(\d+) record\(s\) evaluated/.exec(stderr) ?? [];
  const isDetect = evaluated !== undefined;
  const told = JSON.parse((isDetect ? stderr : stdout).trim().split('\n').at(-1) ?? '');
  const detections = isDetect ? stdout.split('\n').length - 1 : 0;
  return { wholeMs: ms, events: Number(evaluated), detections, ...told };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** With the processor time that the shell tells of its children, in the last line of `times`. */
function unzip(file: string): { readonly ms: number; readonly processorMs: number } {
  const { ms, stdout } = run('sh', ['-c', 'gzip -dc "$0" > /dev/null; times', file]);
  const last = stdout.trim().split('\n').at(-1) ?? '';
  const seconds = [...last.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return { ms, processorMs: seconds.reduce((sum, one) => sum + one, 0) * 1000 };
}

/** Runs take turns, so that a machine that becomes busy slows all of them. */
function measure(file: string) {
  const unzipped: { readonly ms: number; readonly processorMs: number }[] = [];
  const told = new Map(passes.map((one) => [one, [] as Told[]]));
  for (let count = 0; count < runs; count += 1) {
    unzipped.push(unzip(file));
    for (const one of passes) told.get(one)?.push(measured(run(process.execPath, one.args(file))));
  }
  const gzip = median(unzipped.map(({ ms }) => ms));
  const gzipProcessor = median(unzipped.map(({ processorMs }) => processorMs));
  const rows = passes.map((one) => {
    const all = told.get(one) ?? [];
    const wholeMs = median(all.map((each) => each.wholeMs));
    const inputMs = median(all.map((each) => each.inputMs));
    const processorMs = median(all.map((each) => each.processorMs));
    const events = all[0]?.events ?? 0;
    return {
      pass: one.name,
      detections: all[0]?.detections ?? 0,
      wholeMs: Math.round(wholeMs),
      'whole / gzip': Number((wholeMs / gzip).toFixed(2)),
      inputMs: Math.round(inputMs),
      'first byte / gzip': Number((inputMs / gzip).toFixed(2)),
      processorMs: Math.round(processorMs),
      'processor / gzip': Number((processorMs / gzipProcessor).toFixed(2)),
      'events / s': Math.round(events / (inputMs / 1000)),
      peakRssMb: Math.round(median(all.map((each) => each.peakRssMb))),
    };
  });
  const events = told.get(passes[0] as Pass)?.[0]?.events ?? 0;
  const gzipText = `gzip -dc ${gzip.toFixed(0)} ms (processor ${gzipProcessor.toFixed(0)} ms)`;
  console.log(`${basename(file)}: ${events} events, ${gzipText}, median of ${runs} runs`);
  console.table(rows);
  return {
    file: basename(file),
    events,
    runs,
    gzipMs: Math.round(gzip),
    gzipProcessorMs: Math.round(gzipProcessor),
    rows,
  };
}

build('apps/cli/src/bundled.ts', 'apps/cli/dist', 'breakwater');
build('bench/capture-pass.ts', passFolder, 'pass');
const results = [options.file, mixedCapture(Number(options.events))].map(measure);
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'capture.json'), `${JSON.stringify(results, null, 2)}\n`);
