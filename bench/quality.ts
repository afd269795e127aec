/**
 * `npm run -s bench -- quality [--baseline]`: precision, recall and F1 of matching against the label set, images whose findings are
 * known, and our own cases; counts what cannot be judged and why, and lists the disagreements. `--baseline` makes the figures the
 * ones that the gate (conformance/quality.test.ts) compares with.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureQuality } from './quality/measure.ts';

const { values } = parseArgs({ options: { baseline: { type: 'boolean', default: false } } });
const quality = await measureQuality(process.env.BREAKWATER_CASES ?? '../shared');
const { scores, unjudged, disagreements, wrongGoldens } = quality;

const heading = ['compared with', 'true', 'false', 'missed', 'not', 'precision', 'recall', 'F1'];
print(heading);
for (const [name, score] of Object.entries(scores)) {
  const { truePositives, falsePositives, missed, trueNegatives } = score;
  const rates = [score.precision, score.recall, score.f1].map((rate) => rate.toFixed(4));
  print([name, ...[truePositives, falsePositives, missed, trueNegatives].map(String), ...rates]);
}
process.stdout.write('\nlabels that cannot be judged\n');
for (const [reason, count] of Object.entries(unjudged)) {
  process.stdout.write(`${String(count).padStart(8)}  ${reason}\n`);
}
process.stdout.write('\nwhere the label says otherwise, by package\n');
const packages = Map.groupBy(
  disagreements,
  (one) => `${one.kind}: ${one.ecosystem} ${one.package} ${one.version}`,
);
for (const [name, ones] of [...packages].sort((a, b) => b[1].length - a[1].length).slice(0, 30)) {
  const ids = [...new Set(ones.map(({ vulnerability }) => vulnerability))];
  process.stdout.write(
    `${String(ones.length).padStart(8)}  ${name}\n          ${ids.slice(0, 4).join(' ')}\n`,
  );
}
for (const wrong of wrongGoldens) process.stdout.write(`wrong: ${wrong}\n`);

write(new URL('results/quality.json', import.meta.url), { scores, unjudged });
if (values.baseline) write(new URL('quality/baseline.json', import.meta.url), { scores, unjudged });

function print([name = '', ...cells]: readonly string[]): void {
  process.stdout.write(`${name.padEnd(20)}${cells.map((cell) => cell.padStart(10)).join('')}\n`);
}

function write(file: URL, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
