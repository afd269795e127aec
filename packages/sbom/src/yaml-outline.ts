import { shortLines } from './short-lines.ts';

/** A line `key: value` of a YAML document in block style. */
export interface OutlineEntry {
  /** Keys above it, outermost first, then its own. */
  readonly path: readonly string[];
  /** Plain or quoted text; undefined when a block follows. */
  readonly value: string | undefined;
}

/** Deeper lines are passed over. */
const maxDepth = 16;

/**
 * The mappings of a YAML document that a program wrote in block style, one entry a line: what lock files are. Lists,
 * flow collections and blocks of text are passed over. Linear in the text, whatever that is.
 */
export function* readYamlOutline(text: string): IterableIterator<OutlineEntry> {
  const open: { readonly indent: number; readonly key: string }[] = [];
  for (const line of shortLines(text)) {
    const start = line.search(/[^ ]/);
    if (start === -1 || line[start] === '#' || line[start] === '-') continue;
    const entry = splitEntry(line.slice(start));
    if (entry === undefined) continue;
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= start) open.pop();
    if (open.length >= maxDepth) continue;
    open.push({ indent: start, key: entry.key });
    yield { path: open.map(({ key }) => key), value: entry.value };
  }
}

/** The key may be quoted; the colon after it ends the line or is followed by a blank. */
function splitEntry(text: string): { readonly key: string; readonly value: string | undefined } | undefined {
  const quote = text[0] === '"' || text[0] === "'" ? text[0] : undefined;
  const end = quote === undefined ? colonOf(text) : text.indexOf(quote, 1) + 1;
  if (end < 1 || text[end] !== ':') return undefined;
  const key = quote === undefined ? text.slice(0, end) : text.slice(1, end - 1);
  const value = unquote(text.slice(end + 1).trim());
  return { key, value: value === '' ? undefined : value };
}

function colonOf(text: string): number {
  const inner = text.indexOf(': ');
  if (inner !== -1) return inner;
  return text.endsWith(':') ? text.length - 1 : -1;
}

function unquote(value: string): string {
  const quote = value[0];
  const isQuoted = (quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote);
  return isQuoted ? value.slice(1, -1) : value;
}
