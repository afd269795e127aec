import { createProgram } from '../../apps/cli/src/program.ts';
import { generated, type Page, paragraphs } from './page.ts';

type Command = ReturnType<typeof createProgram>;

/** The help of every command, as the terminal shows it at 80 columns. */
export const cliPage: Page = {
  file: 'cli.md',
  write: async () => {
    const program = createProgram();
    return paragraphs(
      generated,
      '# The breakwater command',
      'Exit codes: 0 good, 1 a policy or verdict failed, 2 the command could not do its work.',
      ...sections(program, program.name()),
    );
  },
};

function sections(command: Command, path: string): readonly string[] {
  return [
    `## ${path}`,
    `\`\`\`text\n${helpOf(command)}\n\`\`\``,
    ...command.commands.flatMap((sub) => sections(sub, `${path} ${sub.name()}`)),
  ];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}
