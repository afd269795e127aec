import { type Severity, severityRank } from '@breakwater/model';
import { dockerfileChecks } from './checks/index.ts';
import type { Dockerfile, DockerfileProblem } from './dockerfile.ts';
import { type IgnoreComment, readIgnoreComments } from './ignore-comments.ts';
import { parseDockerfile } from './parse-dockerfile.ts';

/** What is wrong with a Dockerfile, and where: lines are counted from 1. */
export interface DockerfileFinding {
  readonly checkId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly line: number;
  readonly endLine: number;
  /** What was read, with secrets masked. */
  readonly evidence: string;
  readonly remediation: string;
  readonly controls?: readonly string[];
}

export interface DockerfileResult {
  /** By line, most severe first on one. */
  readonly findings: readonly DockerfileFinding[];
  /** Taken back by comments in the file. */
  readonly ignored: readonly (DockerfileFinding & { readonly reason: string })[];
  /** What no builder would take, or a comment that does not count. */
  readonly problems: readonly DockerfileProblem[];
  /** False when a limit stopped the reading: then no result is a pass. */
  readonly isComplete: boolean;
}

/** Findings of one check that are told one by one. */
const maxPlaces = 200;

/** Runs every check over a Dockerfile's text, as of `now`. */
export function checkDockerfile(source: string, now: Date): DockerfileResult {
  const file = parseDockerfile(source);
  const { ignores, problems } = readIgnoreComments(file);
  const inForce = ignores.filter(
    ({ until }) => until === undefined || Date.parse(`${until}T23:59:59Z`) >= now.getTime(),
  );
  const findings: DockerfileFinding[] = [];
  const ignored: (DockerfileFinding & { readonly reason: string })[] = [];
  for (const finding of findAll(file)) {
    const ignore = inForce.find((one) => covers(one, finding, file));
    if (ignore === undefined) findings.push(finding);
    else ignored.push({ ...finding, reason: ignore.reason });
  }
  return {
    findings,
    ignored,
    problems: [...file.problems, ...problems, ...describeExpired(ignores, inForce)].sort(
      (a, b) => a.line - b.line,
    ),
    isComplete: file.isComplete,
  };
}

function findAll(file: Dockerfile): readonly DockerfileFinding[] {
  return dockerfileChecks
    .flatMap(({ id, title, severity, remediation, controls, find }) =>
      find(file)
        .slice(0, maxPlaces)
        .map((place) => ({
          checkId: id,
          title,
          severity: place.severity ?? severity,
          line: place.line,
          endLine: place.endLine ?? place.line,
          evidence: place.evidence.replace(/\p{Cc}/gu, '\ufffd').slice(0, 300),
          remediation,
          ...(controls === undefined ? {} : { controls }),
        })),
    )
    .toSorted((a, b) => a.line - b.line || severityRank(a.severity) - severityRank(b.severity));
}

function covers(ignore: IgnoreComment, finding: DockerfileFinding, file: Dockerfile): boolean {
  if (!ignore.checks.includes(finding.checkId)) return false;
  return ignore.scope === 'file' || instructionBelow(ignore.line, file) === finding.line;
}

/** The line of the first instruction after a comment, or of the one it stands in the middle of. */
function instructionBelow(line: number, { globals, stages }: Dockerfile): number | undefined {
  const all = [...globals, ...stages.flatMap(({ from, instructions }) => [from, ...instructions])];
  return all.find((one) => one.endLine >= line)?.line;
}

function describeExpired(
  all: readonly IgnoreComment[],
  inForce: readonly IgnoreComment[],
): readonly DockerfileProblem[] {
  return all
    .filter((one) => !inForce.includes(one))
    .map(({ line, until, checks }) => ({
      line,
      message: `to ignore ${checks.join(', ')} was allowed until ${until}`,
    }));
}
