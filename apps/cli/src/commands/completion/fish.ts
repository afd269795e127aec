import type { CommandNode, OptionNode } from './command-tree.ts';
import { quoteForFish } from './quote.ts';

/** A completion script for fish. */
export function fishCompletion(nodes: readonly CommandNode[]): string {
  const paths = nodes.slice(1).map(({ path }) => quoteForFish(path));
  return `# fish completion of breakwater
function __breakwater_at
    set -l at breakwater
    for word in (commandline -opc)[2..]
        switch "$at $word"
            case ${paths.join(' ')}
                set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
${nodes.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ path, subcommands, options, argumentChoices }: CommandNode): readonly string[] {
  const start = `complete -c breakwater -n ${quoteForFish(`__breakwater_at ${quoteForFish(path)}`)}`;
  const words = [...subcommands, ...argumentChoices.map((name) => ({ name, description: '' }))];
  return [
    ...words.map(({ name, description }) => `${start} -f -a ${name} -d ${quoteForFish(description)}`),
    ...options.map((option) => `${start} ${optionWords(option)}`),
  ];
}

function optionWords({ flags, description, takesValue, choices }: OptionNode): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  if (!takesValue) return `${names.join(' ')} -d ${quoteForFish(description)}`;
  const value = choices.length === 0 ? '-r -F' : `-x -a ${quoteForFish(choices.join(' '))}`;
  return `${names.join(' ')} ${value} -d ${quoteForFish(description)}`;
}
