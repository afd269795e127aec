import type { Diagnostic } from './diagnostic.ts';
import type { Context } from './load-problem.ts';

const maxSnippetColumns = 160;
/** A text of the file that a message quotes may be millions of characters long. */
const maxMessageLength = 1000;

/** A problem as people and programs get it: its place resolved and the line shown with a caret. */
export function report<Code extends string>(code: Code, message: string, context: Context): Diagnostic<Code> {
  const { line, column, offset } = context.place;
  return {
    code,
    message: shortened(message),
    location: { file: context.file.name, line, column, items: context.items },
    snippet: snippetOf(context.file.text, offset, column),
  };
}

function shortened(message: string): string {
  if (message.length <= maxMessageLength) return message;
  return `${message.slice(0, maxMessageLength / 2)} … ${message.slice(-maxMessageLength / 2)}`;
}

/** The part of the line around the column; lines may be millions of characters long. */
function snippetOf(text: string, offset: number, column: number): string {
  const first = Math.max(0, column - 1 - maxSnippetColumns / 2);
  const start = offset - (column - 1) + first;
  const [line = ''] = text.slice(start, start + maxSnippetColumns).split(/\r?\n/, 1);
  return `${line.replaceAll('\t', ' ')}\n${' '.repeat(column - 1 - first)}^`;
}

/** One line for a terminal: `rules.yaml:3:14: LOAD_ERR_X in rule "A": message`. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, items } = diagnostic.location;
  const named = items.filter((item) => item.name !== '').map((item) => `${item.type} "${item.name}"`);
  const chain = named.length > 0 ? ` in ${named.join(', ')}` : '';
  return `${file}:${line}:${column}: ${diagnostic.code}${chain}: ${diagnostic.message}`;
}
