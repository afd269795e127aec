import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runSuite } from './run-suite.ts';
import { suites } from './suites/index.ts';

/** `npm run -s conformance -- SUITE [PATH...]`: one JSON line per failed case, then "N passed, N failed". */
const [name, ...given] = process.argv.slice(2);
const suite = suites.find((candidate) => candidate.name === name);
if (suite === undefined) {
  const known = suites.map((candidate) => candidate.name).join(', ');
  fail(`usage: npm run -s conformance -- SUITE [PATH...]\nsuites: ${known}`);
}
const casesFolder = resolve(import.meta.dirname, '..', process.env.BREAKWATER_CASES ?? '../shared');
const paths = given.length > 0 ? given.map((path) => resolve(path)) : [join(casesFolder, suite.defaultPath)];
const missing = paths.filter((path) => !existsSync(path));
if (missing.length > 0)
  fail(`no such file or folder: ${missing.join(', ')} (BREAKWATER_CASES names the cases)`);

const report = await runSuite(suite, paths, casesFolder);
for (const failure of report.failures) process.stdout.write(`${JSON.stringify(failure)}\n`);
process.stdout.write(`${report.passed} passed, ${report.failures.length} failed\n`);
process.exitCode = report.failures.length === 0 ? 0 : 1;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
