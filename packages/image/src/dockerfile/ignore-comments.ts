import type { Comment, Dockerfile, DockerfileProblem } from './dockerfile.ts';

/** A comment that takes checks back, for the whole file or for the instruction below it. */
export interface IgnoreComment {
  readonly line: number;
  readonly checks: readonly string[];
  readonly reason: string;
  /** ISO date, the last day on which it holds. */
  readonly until?: string;
  readonly scope: 'file' | 'instruction';
}

const form =
  /^breakwater:\s{0,4}ignore(-file)?\s{1,8}([a-z0-9][a-z0-9,-]{0,400})(?:\s{1,8}until=(\d{4}-\d{2}-\d{2}))?(?:\s{1,8}(?:--|reason:)?\s{0,8}(\S[^\n]{0,500}))?$/;

/**
 * Reads `# breakwater: ignore CHECK[,CHECK] [until=YYYY-MM-DD] REASON`. One without a reason, or that cannot be read, is a problem
 * and takes nothing back.
 */
export function readIgnoreComments({ comments }: Pick<Dockerfile, 'comments'>): {
  readonly ignores: readonly IgnoreComment[];
  readonly problems: readonly DockerfileProblem[];
} {
  const ignores: IgnoreComment[] = [];
  const problems: DockerfileProblem[] = [];
  for (const { line, text } of comments) {
    if (!/^breakwater:/.test(text)) continue;
    const read = readComment(line, text);
    if ('message' in read) problems.push(read);
    else ignores.push(read);
  }
  return { ignores, problems };
}

function readComment(line: number, text: Comment['text']): IgnoreComment | DockerfileProblem {
  const [whole, ofFile, checks = '', until, reason = ''] = form.exec(text) ?? [];
  if (whole === undefined)
    return {
      line,
      message: 'not read: it must be "breakwater: ignore CHECK[,CHECK] [until=YYYY-MM-DD] REASON"',
    };
  if (reason === '') return { line, message: `to ignore ${checks} takes a reason; nothing is ignored` };
  if (until !== undefined && Number.isNaN(Date.parse(until)))
    return { line, message: `${until} is no date; nothing is ignored` };
  return {
    line,
    checks: checks.split(',').filter((one) => one !== ''),
    reason,
    scope: ofFile === undefined ? 'instruction' : 'file',
    ...(until === undefined ? {} : { until }),
  };
}
