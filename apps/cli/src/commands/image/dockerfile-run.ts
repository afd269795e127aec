import { checkDockerfile } from '@breakwater/image';
import { isAtLeast, isSeverity, severities } from '@breakwater/model';
import { CommandError, exitCode } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import type { DockerfileOptions } from './dockerfile.ts';
import { readDockerfiles } from './dockerfile-files.ts';
import { type CheckedFile, dockerfileReports } from './dockerfile-reports.ts';

/** Checks every file, prints one report, and sets the exit code by the most severe finding. */
export async function runDockerfile(paths: readonly string[], options: DockerfileOptions): Promise<void> {
  const { failOn } = options;
  if (!isSeverity(failOn)) {
    throw new CommandError(`--fail-on must be one of ${severities.join(', ')}, not "${failOn}"`);
  }
  const now = new Date();
  const files: CheckedFile[] = [];
  for (const { path, text } of await readDockerfiles(paths))
    files.push({ path, result: checkDockerfile(text, now) });
  const report = dockerfileReports[options.json === true ? 'json' : options.format];
  await writeOut(report(files));
  const isFailed = files.some(
    ({ result }) =>
      !result.isComplete ||
      result.problems.length > 0 ||
      result.findings.some(({ severity }) => isAtLeast(severity, failOn)),
  );
  if (isFailed) process.exitCode = exitCode.failed;
}
