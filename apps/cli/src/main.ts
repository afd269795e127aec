import { CommanderError } from 'commander';
import { CommandError, exitCode } from './exit-code.ts';
import { createProgram } from './program.ts';

// A reader that has seen enough (`| head`) is no error: the command goes on to its exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode ??= exitCode.error;
  if (error instanceof CommandError) process.stderr.write(`breakwater: ${error.message}\n`);
  else if (!(error instanceof CommanderError)) throw error;
}
