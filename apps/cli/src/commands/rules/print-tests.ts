import type { RuleTestResult } from '@breakwater/rules';
import { escaped } from '../../terminal/printable.ts';
import type { FileResult } from './test-one-file.ts';

/** One line a file, each failing test with what differs, and the totals. */
export function textOf(files: readonly FileResult[]): string {
  const lines: string[] = [];
  for (const { file: name, error, results } of files) {
    const file = escaped(name);
    const failed = results.filter(isFailed);
    if (error !== undefined) lines.push(`${file}: not run`, indented(error, 2));
    else
      lines.push(
        `${file}: ${results.length - failed.length} passed${failed.length > 0 ? `, ${failed.length} failed` : ''}`,
      );
    for (const test of failed) {
      lines.push(`  FAIL ${file}:${test.line} ${escaped(titleOf(test))}`);
      for (const problem of test.problems) lines.push(indented(problem, 7));
    }
  }
  const { passed, failed, notRun } = totals(files);
  const rest = notRun > 0 ? `, ${notRun} file(s) not run` : '';
  return `${lines.join('\n')}\n${passed} passed, ${failed} failed in ${files.length} file(s)${rest}\n`;
}

export function jsonOf(files: readonly FileResult[]): string {
  return `${JSON.stringify({ ...totals(files), files }, null, 2)}\n`;
}

/** JUnit's XML: a suite a file, as CI systems read it. */
export function junitOf(files: readonly FileResult[]): string {
  const suites = files.map(({ file, error, results }) => {
    const failed = results.filter(isFailed).length;
    const errors = error === undefined ? 0 : 1;
    const notRun =
      error === undefined
        ? []
        : [`    <testcase name="loads" classname="${xml(file)}"><error message="${xml(error)}"/></testcase>`];
    const cases = results.map((test) => {
      const head = `    <testcase name="${xml(titleOf(test))}" classname="${xml(file)}" time="${seconds(test.durationMs)}"`;
      const failure = `<failure message="${xml(test.problems[0] ?? '')}">${xml(test.problems.join('\n'))}</failure>`;
      return isFailed(test) ? `${head}>${failure}</testcase>` : `${head}/>`;
    });
    const time = seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0));
    const counts = `tests="${results.length + errors}" failures="${failed}" errors="${errors}" time="${time}"`;
    return [`  <testsuite name="${xml(file)}" ${counts}>`, ...notRun, ...cases, '  </testsuite>'].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function totals(files: readonly FileResult[]): { passed: number; failed: number; notRun: number } {
  const tests = files.flatMap(({ results }) => results);
  const failed = tests.filter(isFailed).length;
  const notRun = files.filter(({ error }) => error !== undefined).length;
  return { passed: tests.length - failed, failed, notRun };
}

function isFailed({ problems }: RuleTestResult): boolean {
  return problems.length > 0;
}

function titleOf({ rules, name }: RuleTestResult): string {
  return rules.length === 0 ? name : `${rules.join(', ')}: ${name}`;
}

function indented(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => `${' '.repeat(width)}${escaped(line)}`)
    .join('\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Text for XML 1.0: what it cannot hold at all becomes U+FFFD. */
function xml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  return text
    .toWellFormed()
    .replace(/(?![\t\r\n])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => entities[character] ?? character);
}
