import type { ImageReport, Severity } from '@breakwater/model';
import { printable } from './markup.ts';
import { remarksOf } from './remark.ts';

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

/** Workflow commands of GitHub Actions: each line becomes an annotation of the run. GitHub shows ten of a kind: the worst come first. */
export function toGithubAnnotations(report: ImageReport): string {
  const lines = remarksOf(report).map(({ severity, title, remedy, path, line }) => {
    const at = line === undefined ? '' : `line=${line},`;
    const file = path === undefined ? '' : `file=${property(path)},${at}`;
    return `::${commands[severity]} ${file}title=${property(title)}::${data(`${remedy} (${report.reference})`)}`;
  });
  const gaps = report.gaps.map(
    ({ what, reason }) => `::warning title=Not examined::${data(`${what}: ${reason}`)}`,
  );
  const verdicts = report.verdicts.flatMap(({ policy, status, reasons }) =>
    status === 'passed'
      ? []
      : [
          `::error title=${property(`Policy ${policy}: ${status}`)}::${data(reasons.map(({ message }) => message).join('\n'))}`,
        ],
  );
  return [...verdicts, ...lines, ...gaps].map((line) => `${line}\n`).join('');
}

/** The value of a command: what would end it is written as percent codes, what a terminal would obey is replaced. */
function data(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
