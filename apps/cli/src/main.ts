import { Command } from 'commander';
import { commands } from './commands/index.ts';
import { CommandError, exitCode } from './exit-code.ts';
import { version } from './version.ts';

const program = new Command('breakwater')
  .description('Secures and watches containers on AWS Fargate.')
  .version(version);
for (const create of commands) program.addCommand(create());
exitByCode(program);

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

try {
  await program.parseAsync();
} catch (error) {
  if (process.exitCode === undefined) process.exitCode = exitCode.error;
  if (error instanceof CommandError) process.stderr.write(`breakwater: ${error.message}\n`);
  else if (!(error instanceof Error && 'exitCode' in error)) throw error;
}
