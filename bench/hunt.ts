import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { everything } from '@breakwater/model';
import { loadRules } from '@breakwater/rules';
import { cloudTrail, parseCloudTrail, sources, summarize } from '@breakwater/sources';
import { openSqliteEventStore } from '@breakwater/store';
import { rowMaker } from '../apps/server/src/detect/event-row.ts';
import { runHunt } from '../apps/server/src/hunt/run-hunt.ts';
import { cloudTrailRecord } from './cloudtrail-generator.ts';

// A retro-hunt over stored CloudTrail records: records a second by kind of rule, beside JSON.parse of the same records.
// Options: --records, --folder (kept and used again when it is given).
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    folder: { type: 'string', default: join(tmpdir(), 'breakwater-hunt-bench') },
    runs: { type: 'string', default: '3' },
  },
});
const records = Number(values.records);
const runs = Number(values.runs);
const folder = join(values.folder, String(records));
const start = Date.UTC(2026, 2, 1);
const spanMs = 7 * 86_400_000;
const contentRules = join(import.meta.dirname, '..', 'content/rules');

/** The kinds of rules: looked up by the text of a key, on any call, and everything that is shipped. */
const hunts: readonly (readonly [string, string])[] = [
  [
    'one call, by its name',
    `- rule: Hunted
  desc: d
  condition: ct.name = StopLogging and ct.request.name exists
  output: '%ct.user'
  priority: WARNING
  source: aws_cloudtrail
`,
  ],
  [
    'any call of one user',
    `- rule: Hunted
  desc: d
  condition: ct.user startswith role-3 and ct.srcip = 198.51.100.7
  output: '%ct.user'
  priority: WARNING
  source: aws_cloudtrail
`,
  ],
];

function ruleFiles(): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(contentRules)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(contentRules, name), 'utf8') }));
}

const isFilled = existsSync(folder);
mkdirSync(folder, { recursive: true });
const store = await openSqliteEventStore({ folder });
let bytes = 0;
if (!isFilled) {
  const toRow = rowMaker(cloudTrail, false);
  for (let index = 0; index < records; index += 5000) {
    const batch = Array.from({ length: Math.min(5000, records - index) }, (_, offset) =>
      cloudTrailRecord('hunt', index + offset, start + Math.floor(((index + offset) / records) * spanMs)),
    );
    const { events } = parseCloudTrail(JSON.stringify(batch));
    await store.append(events.map((event) => toRow(event, summarize(event))));
  }
}
const sample = Array.from({ length: 20_000 }, (_, index) =>
  JSON.stringify(cloudTrailRecord('hunt', index, start + index)),
);
bytes = sample.reduce((sum, text) => sum + text.length, 0) / sample.length;
const parseStart = performance.now();
for (const text of sample) JSON.parse(text);
const parsePerSecond = sample.length / ((performance.now() - parseStart) / 1000);

const range = { from: start, to: start + spanMs };
const parts = await store.parts(range);
const results: Record<string, unknown>[] = [];
const shipped = ruleFiles();
for (const [name, files] of [
  ...hunts.map(([title, text]) => [title, [{ name: 'hunt.yaml', text }]] as const),
  ['every shipped CloudTrail rule', shipped] as const,
]) {
  const rules = (loadRules(files, { sources }).ruleset?.rules ?? [])
    .filter(({ source }) => source === 'aws_cloudtrail')
    .map((rule) => rule.name);
  let best = Number.POSITIVE_INFINITY;
  let found = { scanned: 0, matched: 0 };
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    found = await runHunt({
      plan: {
        files,
        rules,
        sources: ['aws_cloudtrail'],
        scope: everything,
        filter: everything,
        now: 0,
        ...range,
        stepMs: 3_600_000,
      },
      parts,
      isOrdered: false,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    best = Math.min(best, performance.now() - begin);
  }
  results.push({
    hunt: name,
    rules: rules.length,
    scanned: found.scanned,
    matched: found.matched,
    seconds: Math.round(best / 10) / 100,
    recordsPerSecond: Math.round(found.scanned / (best / 1000)),
  });
}
await store.close();
const summary = {
  records,
  bytesPerRecord: Math.round(bytes),
  threads: availableParallelism(),
  load: loadavg()[0],
  jsonParsePerSecondAndThread: Math.round(parsePerSecond),
};
console.table(results);
process.stdout.write(`${JSON.stringify(summary)}\n`);
writeFileSync(
  join(import.meta.dirname, 'results', 'hunt.json'),
  `${JSON.stringify({ ...summary, hunts: results }, null, 2)}\n`,
);
