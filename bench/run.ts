/**
 * `npm run bench` lists the benches; `npm run -s bench -- NAME [ARG...]` runs one in a process of its own. Each prints
 * a table and writes its numbers to bench/results/NAME.json.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface Bench {
  readonly name: string;
  readonly usage: string;
  readonly measures: string;
}

const benches: readonly Bench[] = [
  {
    name: 'capture',
    usage: '[--file PATH] [--events N] [--runs N]',
    measures:
      'replay of a capture and of a mix of N events beside gzip -dc: read, state, stable rules, all three files, memory',
  },
  {
    name: 'console',
    usage: '[--rows N] [--runs N]',
    measures:
      'console in Chromium on 1,000,000 detections: first rows, severity tabs, scrolling, heap; bundles',
  },
  {
    name: 'events',
    usage: '[--rows N,N] [--kills N] [--folder DIR]',
    measures: 'event store: rows a second, batches, the queries of the console, memory, size, kills',
  },
  {
    name: 'fleet',
    usage: '[--images N] [--packages N] [--changed N] [--advisories DIR]',
    measures:
      'packages of stored images: size and time of the index, bringing all up to date with new advisories',
  },
  {
    name: 'hunt',
    usage: '[--records N] [--folder DIR]',
    measures: 'retro-hunts over stored CloudTrail records, by kind of rule, beside JSON.parse on one core',
  },
  {
    name: 'image',
    usage: 'IMAGE [--runs N] [--advisories DIR]',
    measures:
      'image scan beside sha256sum and gzip -dc: first, with the database, again, of a rebuilt image; memory',
  },
  {
    name: 'investigate',
    usage: '[--file PATH] [--times N]',
    measures:
      'a capture, and N of them after one another, opened in the console in Chromium: time, filter, memory',
  },
  {
    name: 'intake',
    usage: '[--seconds N] [--rate N] [--burst-seconds N]',
    measures: 'CloudTrail over HTTP: events a second, time until visible, memory, disk, processor time',
  },
  {
    name: 'quality',
    usage: '[--baseline]',
    measures:
      'matching against labels, known findings and own cases: precision, recall, F1, what cannot be judged',
  },
  {
    name: 'rules',
    usage: '[--records N] [--only cloudtrail,k8s,syscall,many,memory] [--rules DIR]',
    measures: 'detection: parsing and evaluating beside JSON.parse, the index, many rules, loading, memory',
  },
  {
    name: 'secrets',
    usage: '[FOLDER...]',
    measures: 'secrets in text files: megabytes a second, and what is found',
  },
  {
    name: 'state-and-stream',
    usage: '',
    measures: 'state store and stream: writes and reads a second, latency',
  },
];

const [name, ...args] = process.argv.slice(2);
if (name === undefined || name === '--help') {
  process.stdout.write('usage: npm run -s bench -- NAME [ARG...]\n\n');
  for (const bench of benches) {
    process.stdout.write(`${bench.name} ${bench.usage}\n    ${bench.measures}\n`);
  }
} else {
  const file = join(import.meta.dirname, `${name}.ts`);
  if (!benches.some((bench) => bench.name === name) || !existsSync(file)) {
    process.stderr.write(`there is no bench "${name}": ${benches.map((bench) => bench.name).join(', ')}\n`);
    process.exit(2);
  }
  const { status, error } = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 2;
}
