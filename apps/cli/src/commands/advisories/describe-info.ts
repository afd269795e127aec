import type { AdvisoryInfo } from '@breakwater/vuln';

const maxProblems = 10;
const dayMs = 86_400_000;
/** Advisories are published every day. */
const oldDays = 7;

/** Whole days since the latest record was modified; undefined when no record says when it was. */
export function ageInDays({ newest }: AdvisoryInfo, now: number): number | undefined {
  return newest === undefined ? undefined : Math.max(0, Math.floor((now - Date.parse(newest)) / dayMs));
}

/** What a compiled data set holds, for the terminal. */
export function describeInfo(info: AdvisoryInfo, now: number): string[] {
  const age = ageInDays(info, now);
  const number = new Intl.NumberFormat('en-US');
  const names = Object.entries(info.ecosystems);
  const widest = Math.max(0, ...names.map(([name]) => name.length));
  return [
    `records         ${number.format(info.records)}`,
    `newest          ${info.newest ?? 'unknown'}${age === undefined ? '' : `, ${age} day${age === 1 ? '' : 's'} old`}`,
    ...(age !== undefined && age > oldDays
      ? [
          '                warning: newer vulnerabilities are not known;',
          '                run "breakwater advisories update"',
        ]
      : []),
    `left out        ${number.format(info.withdrawn)} withdrawn, ${number.format(info.informational)} informational`,
    `KEV catalogue   ${number.format(info.knownExploited)} vulnerabilities`,
    `EPSS scores     ${number.format(info.epssScores)} of CVEs that the advisories name`,
    `identity        ${info.hash}`,
    '',
    ...names.map(([name, count]) => `${name.padEnd(widest)}  ${number.format(count).padStart(8)}`),
    ...describeProblems(info),
  ];
}

/** The first skipped places, each with file and line. */
function describeProblems({ problems, problemCount }: AdvisoryInfo): string[] {
  if (problemCount === 0) return [];
  const lines = problems.slice(0, maxProblems).map(({ file, line, message }) => {
    return `  ${file}${line === undefined ? '' : `:${line}`}: ${message}`;
  });
  const rest = problemCount - lines.length;
  return [
    '',
    `${problemCount} part${problemCount === 1 ? '' : 's'} of the data could not be used and were skipped:`,
    ...lines,
    ...(rest > 0 ? [`  … and ${rest} more (--json lists up to ${problems.length})`] : []),
  ];
}
