import { clip, wrap } from '../../../terminal/terminal.ts';
import type { PolicyResult } from './run-test.ts';

const terminal = { width: 80, hasColour: false };
const levels = { fail: '', warn: 'warning: ', incomplete: 'not judged: ' } as const;

/** Results as a table for people, JSON or JUnit. */
export function printResults(results: readonly PolicyResult[], format: 'table' | 'json' | 'junit'): string {
  if (format === 'json') return `${JSON.stringify({ results, summary: summaryOf(results) }, null, 2)}\n`;
  return format === 'junit' ? junitOf(results) : tableOf(results);
}

function tableOf(results: readonly PolicyResult[]): string {
  const lines = results.flatMap((result) => {
    const { policy, name, outcome, isGood } = result;
    const mark = isGood ? 'ok  ' : 'FAIL';
    const head = `${mark} ${outcome.padEnd(14)} ${clip(policy, 20).padEnd(20)} ${clip(name, 39)}`;
    return [head.trimEnd(), ...detailsOf(result).flatMap((text) => wrap(text, '       ', terminal, '     '))];
  });
  const { good, bad } = summaryOf(results);
  return `${lines.join('\n')}\n\n${good} good, ${bad} not\n`;
}

/** Why a test failed; of an image that was judged, all that its verdict says. */
function detailsOf({ problems, verdict, isGood, file }: PolicyResult): string[] {
  const reasons = (verdict?.reasons ?? []).map(
    ({ gate, message, level = 'fail' }) => `${gate}: ${levels[level]}${message}`,
  );
  if (problems.length > 0) return [...problems.map((problem) => `${file}: ${problem}`), ...reasons];
  const isTest = /\.tests\.yaml:\d+$/.test(file);
  return isTest && isGood ? [] : reasons;
}

function junitOf(results: readonly PolicyResult[]): string {
  const names = [...new Set(results.map(({ policy }) => policy))];
  const suites = names.map((policy) => {
    const own = results.filter((result) => result.policy === policy);
    const errors = own.filter(({ outcome }) => outcome === 'error').length;
    const failures = own.filter(({ isGood }) => !isGood).length - errors;
    const skipped = own.filter(isSkipped).length;
    const counts = `tests="${own.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
    const suite = policy === '' ? 'results' : policy;
    return `  <testsuite name="${escaped(suite)}" ${counts}>\n${own.map(testcaseOf).join('\n')}\n  </testsuite>`;
  });
  const body = suites.length === 0 ? '' : `${suites.join('\n')}\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="breakwater image policy test">\n${body}</testsuites>\n`;
}

function testcaseOf(result: PolicyResult): string {
  const { policy, name, outcome, isGood } = result;
  const details = escaped(detailsOf(result).join('\n'));
  const tag = outcome === 'error' ? 'error' : 'failure';
  const failed = `<${tag} message="${outcome}">${details}</${tag}>`;
  const content = isSkipped(result) ? '<skipped/>' : isGood ? '' : failed;
  return `    <testcase classname="${escaped(policy)}" name="${escaped(name)}">${content}</testcase>`;
}

/** A policy that is not about the image judged nothing; a test that expects it did its work. */
function isSkipped({ outcome, file }: PolicyResult): boolean {
  return outcome === 'not-applicable' && !/\.tests\.yaml:\d+$/.test(file);
}

function summaryOf(results: readonly PolicyResult[]): { readonly good: number; readonly bad: number } {
  const good = results.filter(({ isGood }) => isGood).length;
  return { good, bad: results.length - good };
}

/** Characters that XML 1.0 does not know are replaced. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
