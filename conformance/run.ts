import { resolve } from 'node:path';
import { runSuite } from './run-suite.ts';
import { suites } from './suites/index.ts';

/** `npm run -s conformance -- SUITE [PATH...]`: one JSON line per failed case, then "N passed, N failed". */
const [name, ...paths] = process.argv.slice(2);
const suite = suites.find((candidate) => candidate.name === name);
if (suite === undefined) {
  const known = suites.map((candidate) => candidate.name).join(', ');
  process.stderr.write(`usage: npm run -s conformance -- SUITE [PATH...]\nsuites: ${known}\n`);
  process.exit(2);
}
const casesFolder = resolve(process.env.BREAKWATER_CASES ?? '../shared');
const report = await runSuite(
  suite,
  paths.map((path) => resolve(path)),
  casesFolder,
);
for (const failure of report.failures) process.stdout.write(`${JSON.stringify(failure)}\n`);
process.stdout.write(`${report.passed} passed, ${report.failures.length} failed\n`);
process.exitCode = report.failures.length === 0 ? 0 : 1;
