import { scanLines } from '../scan-lines.ts';

/** Where somebody writes in a rule file. */
export interface WritingPlace {
  /** `rule`, `macro`, `list` …: the first key of the item; undefined before it is there. */
  readonly item: string | undefined;
  /** The keys around the cursor, outermost first, its own last. */
  readonly path: readonly string[];
  /** A key is being written, or could be. */
  readonly isKey: boolean;
  /** The source of the item, when it names one. */
  readonly source: string | undefined;
  /** Text of the value before the cursor, over its lines. */
  readonly before: string;
}

/** Reads the item's lines up to the cursor, whose line is cut there, and the lines after for its source. */
export function writingPlace(linesBefore: readonly string[], linesAfter: readonly string[]): WritingPlace {
  const scanned = [...scanLines(linesBefore)];
  const last = scanned.at(-1);
  const keys = scanned.flatMap((line) => (line.key ? [line.key.name] : []));
  const path = last?.path ?? [];
  const isInText = last !== undefined && last.path.length > 0 && !last.key && last.value < last.text.length;
  const isKey =
    last !== undefined &&
    !last.key &&
    /^ *(?:- *)?[\w-]*$/.test(last.text) &&
    !(isInText && isContinuation(scanned));
  return {
    item: keys[0],
    path,
    isKey,
    source: sourceIn([...linesBefore, ...linesAfter]),
    before: valueBefore(scanned),
  };
}

/** The last line goes on with a text that began before: it writes no key. */
function isContinuation(
  scanned: readonly { readonly path: readonly string[]; readonly key?: unknown }[],
): boolean {
  const last = scanned.at(-1);
  const name = last?.path.at(-1);
  return name === 'condition' || name === 'output' || name === 'desc';
}

function valueBefore(
  scanned: readonly { readonly text: string; readonly value: number; readonly key?: unknown }[],
): string {
  const parts: string[] = [];
  for (const line of scanned.toReversed()) {
    parts.unshift(line.text.slice(line.value));
    if (line.key) break;
  }
  return parts.join('\n');
}

function sourceIn(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const match = /^\s+source:\s*["']?([\w-]+)/.exec(line);
    if (match) return match[1];
  }
  return undefined;
}
