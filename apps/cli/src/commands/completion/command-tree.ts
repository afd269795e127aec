import type { Command, Option } from 'commander';

/** What a shell may complete at one command. */
export interface CommandNode {
  /** `breakwater image scan` */
  readonly path: string;
  readonly subcommands: readonly Named[];
  readonly options: readonly OptionNode[];
  /** Values of the arguments, where they are a fixed list. */
  readonly argumentChoices: readonly string[];
}

export interface Named {
  readonly name: string;
  readonly description: string;
}

export interface OptionNode {
  /** `--format`, and `-f` where there is one. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** A command and all below it, parents first. What help hides is left out. */
export function flattenCommands(command: Command, parent?: string): readonly CommandNode[] {
  const path = parent === undefined ? command.name() : `${parent} ${command.name()}`;
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command);
  const node: CommandNode = {
    path,
    subcommands: subcommands.map((sub) => ({ name: sub.name(), description: sub.description() })),
    options: help.visibleOptions(command).map(describeOption),
    argumentChoices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  };
  // The command `help` is made by commander for its parent's help alone and has nothing to complete.
  const below = subcommands.filter((sub) => command.commands.includes(sub));
  return [node, ...below.flatMap((sub) => flattenCommands(sub, path))];
}

function describeOption(option: Option): OptionNode {
  return {
    flags: [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
    description: option.description,
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
  };
}
