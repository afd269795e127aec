import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type YAMLParseError,
} from 'yaml';
import { type Context, LoadProblem, type SourceText, type TextPlace } from '../load-problem.ts';
import type { LoadLimits } from '../options.ts';

/** A YAML node as the rule language sees it: every scalar is text, whatever its tag says. */
export type YamlNode = YamlScalar | YamlNull | YamlSequence | YamlMap;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly text: string;
  readonly place: TextPlace;
}

export interface YamlNull {
  readonly kind: 'null';
  readonly place: TextPlace;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly place: TextPlace;
}

export interface YamlMap {
  readonly kind: 'map';
  /** The first of duplicate keys wins. */
  readonly entries: ReadonlyMap<string, YamlNode>;
  readonly keys: readonly YamlScalar[];
  readonly place: TextPlace;
}

const start: TextPlace = { offset: 0, end: 0, line: 1, column: 1 };
const plainNull = /^(?:~|null|Null|NULL|)$/;

/**
 * Reads every document of a rule file.
 * Throws LoadProblem (LOAD_ERR_YAML_PARSE) when the text is not YAML or goes beyond a limit.
 */
export function readYaml(file: SourceText, limits: LoadLimits): readonly YamlNode[] {
  const context: Context = { file, place: start, items: [] };
  const bytes = Buffer.byteLength(file.text);
  if (bytes > limits.fileBytes) {
    const message = `the file has ${bytes} bytes; the limit is ${limits.fileBytes}`;
    throw new LoadProblem('LOAD_ERR_YAML_PARSE', message, context);
  }
  const lines = new LineCounter();
  const placeOf = (range: readonly number[] | null | undefined): TextPlace => {
    const offset = range?.[0] ?? 0;
    const { line, col } = lines.linePos(offset);
    return { offset, end: range?.[1] ?? offset, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const nodes: YamlNode[] = [];
  for (const document of parseDocuments(file, lines, context)) {
    const error = document.errors[0];
    if (error !== undefined) throw problemOf(error, context, placeOf);
    if (document.contents === null) continue;
    let aliases = 0;
    const convert = (node: Node | null | undefined, depth: number, parent: TextPlace): YamlNode => {
      const place = node?.range ? placeOf(node.range) : parent;
      if (depth > limits.nesting) {
        const message = `nested deeper than the limit of ${limits.nesting} levels`;
        throw new LoadProblem('LOAD_ERR_YAML_PARSE', message, { ...context, place });
      }
      if (isAlias(node)) {
        aliases += 1;
        const target = node.resolve(document);
        if (target === undefined || aliases > limits.aliases) {
          const why =
            target === undefined ? `unknown anchor "${node.source}"` : `more than ${limits.aliases} aliases`;
          throw new LoadProblem('LOAD_ERR_YAML_PARSE', why, { ...context, place });
        }
        return convert(target, depth + 1, place);
      }
      if (isSeq(node)) {
        const items = node.items.map((item) => convert(item as Node, depth + 1, place));
        return { kind: 'sequence', items, place };
      }
      if (isMap(node)) {
        const entries = new Map<string, YamlNode>();
        const keys: YamlScalar[] = [];
        for (const pair of node.items) {
          const key = convert(pair.key as Node, depth + 1, place);
          if (key.kind !== 'scalar') continue;
          keys.push(key);
          if (!entries.has(key.text))
            entries.set(key.text, convert(pair.value as Node, depth + 1, key.place));
        }
        return { kind: 'map', entries, keys, place };
      }
      if (!isScalar(node)) return { kind: 'null', place };
      const text = String(node.value ?? '');
      const isPlain = node.type === 'PLAIN' || node.type === undefined;
      return isPlain && plainNull.test(text) ? { kind: 'null', place } : { kind: 'scalar', text, place };
    };
    nodes.push(convert(document.contents, 0, start));
  }
  return nodes;
}

/** The first mistake of a text, in plain words where those of the library's parser lead astray. */
function problemOf(
  { message, pos }: YAMLParseError,
  context: Context,
  placeOf: (range: readonly number[]) => TextPlace,
): LoadProblem {
  const place = placeOf(pos);
  const lineStart = place.offset - (place.column - 1);
  const [indent] = /^[ -]*\t/.exec(context.file.text.slice(lineStart, lineStart + 1000)) ?? [];
  if (indent !== undefined) {
    const tab = lineStart + indent.length - 1;
    const why = 'a tab in the indentation; YAML allows only blanks there';
    return new LoadProblem('LOAD_ERR_YAML_PARSE', why, { ...context, place: placeOf([tab, tab + 1]) });
  }
  const firstLine = message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'not YAML';
  // The parser of the library reports its own exhausted stack as a mistake of the text.
  const why = /call stack|Stack overflow/.test(firstLine) ? 'nested too deeply' : firstLine;
  return new LoadProblem('LOAD_ERR_YAML_PARSE', why, { ...context, place });
}

function parseDocuments(file: SourceText, lines: LineCounter, context: Context) {
  try {
    const parsed = parseAllDocuments(file.text, {
      lineCounter: lines,
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: true,
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    const why = error instanceof RangeError ? 'nested too deeply' : String(error);
    throw new LoadProblem('LOAD_ERR_YAML_PARSE', why, context);
  }
}
