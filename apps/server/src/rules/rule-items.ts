import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml';

/** One item of a rule file as it is written. */
export interface RuleItemText {
  readonly kind: 'rule' | 'macro' | 'list';
  readonly name: string;
  /** The whole item, with its dash. */
  readonly text: string;
  /** Line of the item in its file, from 1. */
  readonly line: number;
  /** As written, when the item has one. */
  readonly condition?: string;
  readonly isAppend: boolean;
}

const kinds = ['rule', 'macro', 'list'] as const;

/** The rules, macros and lists of a rule file. */
export function readItems(text: string): readonly RuleItemText[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    keepSourceTokens: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(({ contents }) => {
    if (!isSeq(contents)) return [];
    return contents.items.flatMap((item): readonly RuleItemText[] => {
      const read = isMap(item) ? readItem(item, text, lines) : undefined;
      return read === undefined ? [] : [read];
    });
  });
}

function readItem(item: YAMLMap, text: string, lines: LineCounter): RuleItemText | undefined {
  const kind = kinds.find((candidate) => item.has(candidate));
  if (kind === undefined || item.range === undefined || item.range === null) return undefined;
  const [start, end] = item.range;
  const condition = item.get('condition');
  const { line } = lines.linePos(start);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return {
    kind,
    name: String(item.get(kind)),
    text: `${text.slice(lineStart, end).trimEnd()}\n`,
    line,
    ...(typeof condition === 'string' ? { condition: condition.trim() } : {}),
    isAppend: isAppended(item),
  };
}

/** `append: true`, or a condition that an override appends. */
function isAppended(item: YAMLMap): boolean {
  if (item.get('append') === true) return true;
  const override = item.get('override', true);
  if (!isMap(override)) return false;
  const condition: unknown = override.get('condition', true);
  return isScalar(condition) && condition.value === 'append';
}

/** Names of the rules that items define or change, each once. */
export function ruleNames(items: readonly RuleItemText[]): readonly string[] {
  return [...new Set(items.filter(({ kind }) => kind === 'rule').map(({ name }) => name))];
}

/** The conditions of macros as all files together define them: later ones replace or extend earlier ones. */
export function macroConditions(
  files: readonly { readonly items: readonly RuleItemText[]; readonly isEnabled: boolean }[],
): ReadonlyMap<string, string> {
  const conditions = new Map<string, string>();
  for (const { items, isEnabled } of files) {
    if (!isEnabled) continue;
    for (const { kind, name, condition, isAppend } of items) {
      if (kind !== 'macro' || condition === undefined) continue;
      const earlier = isAppend ? conditions.get(name) : undefined;
      conditions.set(name, earlier === undefined ? condition : `${earlier} ${condition}`);
    }
  }
  return conditions;
}
