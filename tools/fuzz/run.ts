// Gives rule files, conditions, outputs and records of every source inputs that are nearly right, and looks
// for what must never happen: a crash, a hang, a changed prototype, a problem without a place.
//
//   npm run fuzz -- [--seconds N] [--seed N] [--only TEXT]
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  console.error('--seconds must be a number above 0 and --seed a whole number');
  process.exit(2);
}
const chosen = targets.filter(({ name }) => name.includes(values.only));
const start = performance.now();
const { counted, failure } = fuzz(chosen, seed, () => performance.now() - start > seconds * 1000);
const took = (performance.now() - start) / 1000;
console.log(`${'target'.padEnd(24)}${'cases'.padStart(9)}${'slowest'.padStart(12)}`);
for (const { target, cases, slowestMs } of counted) {
  console.log(`${target.padEnd(24)}${String(cases).padStart(9)}${`${slowestMs.toFixed(0)} ms`.padStart(12)}`);
}
const cases = counted.reduce((sum, one) => sum + one.cases, 0);
console.log(`${cases} cases in ${took.toFixed(0)} s, ${(cases / took).toFixed(0)} a second, seed ${seed}`);
if (failure !== undefined) {
  console.error(
    `\n${failure.target}: ${failure.reason}\ninput (${failure.input.length} characters):\n${JSON.stringify(failure.input)}`,
  );
  console.error(
    `again: npm run fuzz -- --seed ${seed} --seconds ${Math.ceil(took) + 60} --only ${JSON.stringify(values.only)}`,
  );
  process.exit(1);
}
