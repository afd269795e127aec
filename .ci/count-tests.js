// Prints "N passed, N failed" from vitest's JSON report; a test file that could not run counts as one failure.
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8'));
const unreadable = report.testResults.filter(
  (result) => result.status === 'failed' && !result.assertionResults.some((one) => one.status === 'failed'),
);
for (const { name, message } of unreadable) console.log(`could not run ${name}: ${message}`);
const skipped = report.testResults
  .flatMap((result) => result.assertionResults)
  .filter((one) => one.status !== 'passed' && one.status !== 'failed');
for (const { fullName, status } of skipped) console.log(`${status}: ${fullName}`);
console.log(`${report.numPassedTests} passed, ${report.numFailedTests + unreadable.length} failed`);
