import { Command } from 'commander';
import { eventsCommand } from './events.ts';
import { infoCommand } from './info.ts';
import { tilesCommand } from './tiles.ts';

/** `breakwater capture`: look into recorded system calls. */
export function captureCommand(): Command {
  return new Command('capture')
    .description('Look into captures of system calls (.scap)')
    .addCommand(infoCommand())
    .addCommand(eventsCommand())
    .addCommand(tilesCommand())
    .addHelpText(
      'after',
      `
Examples:
  $ breakwater capture info trace.scap
  $ breakwater capture events trace.scap --filter 'evt.type = execve'
  $ breakwater capture tiles trace.scap
`,
    );
}
