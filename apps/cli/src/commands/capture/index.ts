import { Command } from 'commander';
import { cutCommand } from './cut.ts';
import { eventsCommand } from './events.ts';
import { infoCommand } from './info.ts';
import { tilesCommand } from './tiles.ts';

/** `breakwater capture`: look into recorded system calls. */
export function captureCommand(): Command {
  return new Command('capture')
    .description('Look into captures of system calls (.scap)')
    .addCommand(infoCommand())
    .addCommand(eventsCommand())
    .addCommand(cutCommand())
    .addCommand(tilesCommand())
    .addHelpText(
      'after',
      `
Examples:
  $ breakwater capture info trace.scap
  $ breakwater capture events trace.scap --filter 'evt.type = execve'
  $ breakwater capture cut trace.scap --out shell.scap --pid 4711
  $ breakwater capture tiles trace.scap
`,
    );
}
