import type { ImageReport } from '@breakwater/model';
import { escapeMarkup as escaped } from './markup.ts';
import { type Remark, remarksOf, setAsideOf } from './remark.ts';

/** JUnit's XML as CI servers read it: a suite of what was found, each a failed test, and a suite of the policies. */
export function toJunit(report: ImageReport): string {
  const remarks = remarksOf(report);
  const found = remarks.length === 0 ? [testcase('scan', 'nothing was found')] : remarks.map(failureOf);
  const setAside = setAsideOf(report).map(skippedOf);
  const gaps = report.gaps.map(({ what, reason }) =>
    testcase('not examined', what, `<error message="${escaped(reason)}"></error>`),
  );
  const verdicts = report.verdicts.map(({ policy, status, reasons }) => {
    const message = reasons.map((reason) => reason.message).join('\n');
    return testcase(
      'policy',
      policy,
      status === 'passed' ? '' : `<failure message="${status}">${escaped(message)}</failure>`,
    );
  });
  const failedPolicies = report.verdicts.filter(({ status }) => status !== 'passed').length;
  const suites = [
    suite(report, `image ${report.reference}`, [...found, ...gaps, ...setAside], {
      failures: remarks.length,
      errors: gaps.length,
      skipped: setAside.length,
    }),
    ...(verdicts.length === 0
      ? []
      : [suite(report, `policies of ${report.reference}`, verdicts, { failures: failedPolicies })]),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="breakwater image scan">\n${suites.join('\n')}\n</testsuites>\n`;
}

function failureOf(remark: Remark): string {
  const message = `${remark.severity}: ${remark.title}`;
  const text = [
    remark.match?.summary ?? '',
    remark.evidence ?? '',
    remark.remedy,
    remark.match?.package.purl ?? '',
  ].filter((line) => line !== '');
  const failure = `<failure message="${escaped(message)}" type="${remark.severity}">${escaped(text.join('\n'))}</failure>`;
  return testcase(remark.path ?? 'image configuration', remark.title, failure);
}

function skippedOf({ path, title, setAside }: Remark): string {
  const message = escaped(`${setAside?.reason ?? ''} (${setAside?.by ?? ''})`);
  return testcase(path ?? 'image configuration', title, `<skipped message="${message}"></skipped>`);
}

function testcase(className: string, name: string, content = ''): string {
  return `    <testcase classname="${escaped(className)}" name="${escaped(name)}">${content}</testcase>`;
}

function suite(
  report: ImageReport,
  name: string,
  cases: readonly string[],
  { failures = 0, errors = 0, skipped = 0 }: { failures?: number; errors?: number; skipped?: number },
): string {
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  const time = report.scannedAt.replace(/(?:\.\d+)?Z$/, '');
  return `  <testsuite name="${escaped(name)}" ${counts} timestamp="${time}">\n${cases.join('\n')}\n  </testsuite>`;
}
