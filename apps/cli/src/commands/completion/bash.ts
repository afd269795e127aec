import type { CommandNode } from './command-tree.ts';
import { quoteForShell } from './quote.ts';

/** A completion script for bash: subcommands, options and their fixed values; file names for everything else. */
export function bashCompletion(nodes: readonly CommandNode[]): string {
  return `# bash completion of breakwater
_breakwater() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} at=breakwater word words=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${knownPaths(nodes)}) at="$at $word" ;;
    esac
  done
  COMPREPLY=()
  case "$at $previous" in
${nodes.flatMap(valueLines).join('\n')}
  esac
  case "$at" in
${nodes.map(wordLines).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _breakwater breakwater
`;
}

/** Every path below the root as one pattern. */
export function knownPaths(nodes: readonly CommandNode[]): string {
  return nodes
    .slice(1)
    .map(({ path }) => quoteForShell(path))
    .join(' | ');
}

/** After an option with a value: its choices, or nothing, which leaves the value to file names. */
function valueLines({ path, options }: CommandNode): readonly string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ flags, choices }) => {
      const pattern = flags.map((flag) => quoteForShell(`${path} ${flag}`)).join(' | ');
      const reply =
        choices.length === 0
          ? ''
          : `COMPREPLY=($(compgen -W ${quoteForShell(choices.join(' '))} -- "$current")); `;
      return `    ${pattern}) ${reply}return ;;`;
    });
}

function wordLines({ path, subcommands, options, argumentChoices }: CommandNode): string {
  const flags = options.flatMap((option) => option.flags).join(' ');
  const words = [...subcommands.map(({ name }) => name), ...argumentChoices].join(' ');
  return `    ${quoteForShell(path)}) case "$current" in -*) words=${quoteForShell(flags)} ;; *) words=${quoteForShell(words)} ;; esac ;;`;
}
