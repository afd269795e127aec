/** What one line of a rule file holds. Columns count from 0. */
export interface ScannedLine {
  readonly text: string;
  /** The key that the line writes, with its columns. */
  readonly key?: { readonly name: string; readonly from: number; readonly to: number };
  /** The keys around the text of the line, outermost first, its own last. */
  readonly path: readonly string[];
  /** Where text of a value begins; the length of the line when there is none. */
  readonly value: number;
  readonly isComment: boolean;
  /** The line begins an item of the file. */
  readonly startsItem: boolean;
}

interface OpenKey {
  readonly name: string;
  readonly column: number;
  /** The value began on the line of the key, or is a block: deeper lines are its text and nothing else. */
  readonly isText: boolean;
  readonly isBlock: boolean;
}

const head = /^( *)((?:- +)*-?)(?:([A-Za-z_][\w-]*)( *:)(?= |$))?/;
const blockStart = /^\s*[>|][-+0-9]*\s*(?:#.*)?$/;

/**
 * Reads lines of a rule file one after the other and says which key each belongs to. Enough YAML for colours and
 * completion while somebody writes, where a parser would give up; the compiler judges the file.
 */
export function* scanLines(lines: Iterable<string>): Generator<ScannedLine> {
  const open: OpenKey[] = [];
  for (const text of lines) yield scanLine(text, open);
}

function scanLine(text: string, open: OpenKey[]): ScannedLine {
  const path = () => open.map((key) => key.name);
  const trimmed = text.trimStart();
  if (trimmed === '') return line(text, path(), text.length);
  const indent = text.length - trimmed.length;
  const last = open.at(-1);
  if (last?.isText && indent > last.column) {
    if (!last.isBlock && trimmed.startsWith('#'))
      return { ...line(text, path(), text.length), isComment: true };
    return line(text, path(), indent);
  }
  if (trimmed.startsWith('#')) return { ...line(text, path(), text.length), isComment: true };
  const match = head.exec(text);
  const dashes = match?.[2] ?? '';
  const column = indent + dashes.length;
  const startsItem = indent === 0 && dashes !== '';
  const name = match?.[3];
  // The items of a sequence may stand in the column of their key.
  const depth = startsItem ? 0 : name === undefined && dashes !== '' ? indent + 1 : column;
  while (open.length > 0 && (open.at(-1)?.column ?? 0) >= depth) open.pop();
  if (name === undefined) return { ...line(text, path(), column), startsItem };
  const from = column;
  const rest = text.slice(match?.[0].length);
  const isBlock = blockStart.test(rest);
  const isText = isBlock || /^\s*[^\s#]/.test(rest);
  open.push({ name, column, isText, isBlock });
  const value = isBlock || !isText ? text.length : text.length - rest.trimStart().length;
  return { ...line(text, path(), value), key: { name, from, to: from + name.length }, startsItem };
}

function line(text: string, path: readonly string[], value: number): ScannedLine {
  return { text, path, value, isComment: false, startsItem: false };
}
