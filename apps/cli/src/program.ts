import { Command } from 'commander';
import { commands } from './commands/index.ts';
import { exitCode } from './exit-code.ts';
import { version } from './version.ts';

/** The whole command tree. Parsing errors set the exit code and are thrown; nothing calls `process.exit`. */
export function createProgram(): Command {
  const program = new Command('breakwater')
    .description('Secures and watches containers on AWS Fargate.')
    .version(version);
  for (const create of commands) program.addCommand(create());
  exitByCode(program);
  return program;
}

/** Settings are not inherited by commands that are added whole: every one gets them. */
function exitByCode(command: Command): void {
  command
    .showHelpAfterError('(run with --help for usage)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? exitCode.good : exitCode.error;
      throw error;
    });
  for (const sub of command.commands) exitByCode(sub);
}
