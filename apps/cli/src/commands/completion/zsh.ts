import { knownPaths } from './bash.ts';
import type { CommandNode } from './command-tree.ts';
import { quoteForShell } from './quote.ts';

/** A completion script for zsh, to be sourced or put on `fpath` as `_breakwater`. */
export function zshCompletion(nodes: readonly CommandNode[]): string {
  return `#compdef breakwater
_breakwater() {
  local at=breakwater word
  local -a found
  for word in \${words[2,CURRENT-1]}; do
    case "$at $word" in
      ${knownPaths(nodes)}) at="$at $word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${nodes.flatMap(valueLines).join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    case "$at" in
${nodes.map(optionLine).join('\n')}
    esac
    _describe option found
    return
  fi
  case "$at" in
${nodes.map(wordLine).join('\n')}
  esac
  if (( \${#found} )); then _describe command found; else _files; fi
}
if [[ \${funcstack[1]} == _breakwater ]]; then _breakwater "$@"; else compdef _breakwater breakwater; fi
`;
}

function valueLines({ path, options }: CommandNode): readonly string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ flags, choices }) => {
      const pattern = flags.map((flag) => quoteForShell(`${path} ${flag}`)).join(' | ');
      const reply = choices.length === 0 ? '_files' : `compadd -- ${choices.map(quoteForShell).join(' ')}`;
      return `    ${pattern}) ${reply}; return ;;`;
    });
}

function optionLine({ path, options }: CommandNode): string {
  const found = options.flatMap(({ flags, description }) =>
    flags.map((flag) => quoteForShell(`${flag}:${description}`)),
  );
  return `      ${quoteForShell(path)}) found=(${found.join(' ')}) ;;`;
}

function wordLine({ path, subcommands, argumentChoices }: CommandNode): string {
  const found = [
    ...subcommands.map(({ name, description }) => `${name}:${description}`),
    ...argumentChoices,
  ].map(quoteForShell);
  return `    ${quoteForShell(path)}) found=(${found.join(' ')}) ;;`;
}
