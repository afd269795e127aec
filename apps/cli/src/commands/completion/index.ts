import { Argument, Command } from 'commander';
import { bashCompletion } from './bash.ts';
import { type CommandNode, flattenCommands } from './command-tree.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
  string,
  (nodes: readonly CommandNode[]) => string
>;

type Shell = keyof typeof shells;

/** `breakwater completion SHELL`: a script made from the command tree that this very program has. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('Print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(shells)))
    .addHelpText('after', help)
    .action((shell: Shell, _options: unknown, command: Command) => {
      process.stdout.write(shells[shell](flattenCommands(rootOf(command))));
    });
}

const help = `
Examples:
  $ source <(breakwater completion bash)
  $ source <(breakwater completion zsh)
  $ breakwater completion fish > ~/.config/fish/completions/breakwater.fish`;

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
