import { CommanderError } from 'commander';
import { CommandError, exitCode } from './exit-code.ts';
import { createProgram } from './program.ts';
import { escaped } from './terminal/printable.ts';

// A reader that has seen enough (`| head`) is no error: the command goes on to its exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** A message may be several lines; what it quotes of names and files must not steer the terminal. */
function plain(message: string): string {
  return message.split('\n').map(escaped).join('\n');
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode ??= exitCode.error;
  if (error instanceof CommandError) process.stderr.write(`breakwater: ${plain(error.message)}\n`);
  else if (!(error instanceof CommanderError)) throw error;
}
