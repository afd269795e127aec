import { type EditorState, type Extension, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { fileTokens, type TokenKind } from '../rule-tokens.ts';

/** How far above what is seen the beginning of an item is looked for. */
const maxLinesBack = 2000;

const marks = new Map<TokenKind, Decoration>();

function markOf(kind: TokenKind): Decoration {
  const known = marks.get(kind);
  if (known) return known;
  const made = Decoration.mark({ class: `cm-token-${kind}` });
  marks.set(kind, made);
  return made;
}

/** Colours what is seen of a rule file. */
export const ruleColors: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = colorsOf(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = colorsOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function colorsOf(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { doc } = view.state;
  const first = itemStart(view.state, doc.lineAt(view.viewport.from).number);
  const last = doc.lineAt(view.viewport.to).number;
  let at = doc.line(first).from;
  for (const { line, tokens } of fileTokens(linesOf(view.state, first, last))) {
    if (at + line.text.length >= view.viewport.from) {
      for (const token of tokens) {
        if (token.from < token.to) builder.add(at + token.from, at + token.to, markOf(token.kind));
      }
    }
    at += line.text.length + 1;
  }
  return builder.finish();
}

/** The line at which the item around a line begins. */
export function itemStart(state: EditorState, line: number): number {
  const lowest = Math.max(1, line - maxLinesBack);
  for (let number = line; number > lowest; number -= 1) {
    if (state.doc.line(number).text.startsWith('- ')) return number;
  }
  return lowest;
}

export function* linesOf(state: EditorState, first: number, last: number): Generator<string> {
  for (let number = first; number <= last; number += 1) yield state.doc.line(number).text;
}
