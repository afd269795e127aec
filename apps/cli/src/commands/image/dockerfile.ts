import { Command, Option } from 'commander';

export interface DockerfileOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly json?: true;
  readonly failOn: string;
}

/** `breakwater image dockerfile`: what is wrong with a Dockerfile, line by line. */
export function dockerfileCommand(): Command {
  return new Command('dockerfile')
    .description('Check Dockerfiles: user, secrets, base images, packages, ports')
    .argument('<path...>', 'files, folders to look for Dockerfiles in, or - for standard input')
    .addOption(
      new Option('--format <format>', 'what is printed')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--fail-on <severity>', 'fail on findings at least as severe', 'medium')
    .addHelpText('after', help)
    .action(async (paths: readonly string[], options: DockerfileOptions) => {
      const { runDockerfile } = await import('./dockerfile-run.ts');
      await runDockerfile(paths, options);
    });
}

const help = `
A comment takes checks back, for the instruction below it or for the file:
  # breakwater: ignore dockerfile-add until=2027-01-31 the builder needs it
  # breakwater: ignore-file dockerfile-no-digest digests are set by the robot

Examples:
  $ breakwater image dockerfile Dockerfile
  $ breakwater image dockerfile . --fail-on high
  $ breakwater image dockerfile build/ --format sarif > dockerfile.sarif
  $ generate | breakwater image dockerfile - --json

Exit codes:
  0  nothing at least as severe as --fail-on
  1  something is, or a file is not valid or was not read to its end
  2  a file cannot be read`;
